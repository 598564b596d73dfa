import type { ComponentProps } from 'react';
import Base, { type Components } from 'react-markdown';
import { Link } from 'react-router';
import { classNames } from '../lib/class-names.ts';
import { isOwnPicture, readSafeLink } from './safe-address.ts';

type MarkdownProps = { text: string; className?: string };

/**
 * Markdown that a person of the house wrote, without raw HTML: tags are shown as they were typed. Large; only pages and
 * parts that are loaded lazily may import it. Its headings begin below the page's own.
 */
export function Markdown({ text, className }: MarkdownProps) {
  return (
    <div className={classNames('markdown min-w-0 break-words', className)}>
      <Base components={components} urlTransform={(address) => address}>
        {text}
      </Base>
    </div>
  );
}

// The place of each element in the source is of no use in the page.
const components: Components = {
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h4>{children}</h4>,
  h5: ({ children }) => <h4>{children}</h4>,
  h6: ({ children }) => <h4>{children}</h4>,
  a: ({ href, children }) => <SafeAnchor href={href}>{children}</SafeAnchor>,
  img: ({ src, alt }) => (isOwnPicture(src) ? <img src={src} alt={alt ?? ''} loading="lazy" /> : <>{alt}</>),
};

function SafeAnchor({ href, children }: Pick<ComponentProps<'a'>, 'href' | 'children'>) {
  const link = readSafeLink(href);
  if (!link) return <>{children}</>;
  if (link.within && !link.href.startsWith('/api/')) return <Link to={link.href}>{children}</Link>;
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
