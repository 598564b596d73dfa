import { Trans } from '@lingui/react/macro';
import { classNames } from '../../../lib/class-names.ts';
import { useSite } from '../api/get-site.ts';

/** Whom to ask, where the operator has said so. An address or a link can be pressed; anything else is a sentence. */
export function ContactLine({ className }: { className?: string }) {
  const contact = useSite().data?.supportContact;
  if (!contact) return null;
  return (
    <p className={classNames('break-words', className)}>
      <Trans>
        Questions? <Contact text={contact} />
      </Trans>
    </p>
  );
}

function Contact({ text }: { text: string }) {
  const href = readContactLink(text);
  if (href === null) return text;
  return (
    <a href={href} className="underline underline-offset-2" rel="noreferrer">
      {text}
    </a>
  );
}

function readContactLink(text: string): string | null {
  if (/^https?:\/\/\S+$/i.test(text)) return text;
  return /^[^\s@:/?]+@[^\s@:/?]+$/.test(text) ? `mailto:${text}` : null;
}
