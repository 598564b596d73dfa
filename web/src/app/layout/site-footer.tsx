import { classNames } from '../../lib/class-names.ts';
import { LanguageSwitch } from '../../words/language-switch.tsx';

/** `aboveBar`: a phone shows the main navigation over the end of the page. */
export function SiteFooter({ aboveBar }: { aboveBar: boolean }) {
  return (
    <footer className={classNames('mx-auto mt-16 max-w-6xl px-4 sm:px-6', aboveBar && 'pb-16 md:pb-0')}>
      <div className="border-line flex flex-wrap items-center gap-x-6 gap-y-3 border-t py-5">
        <LanguageSwitch />
      </div>
    </footer>
  );
}
