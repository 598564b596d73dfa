import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { ContactLine } from '../../features/site/components/contact-line.tsx';
import { classNames } from '../../lib/class-names.ts';
import { LanguageSwitch } from '../../words/language-switch.tsx';
import { paths } from '../paths.ts';

const linkLook =
  'text-soft hover:text-ink inline-flex min-h-10 items-center text-sm underline underline-offset-2';

/** For members a phone shows the main navigation over the end of the page. */
export function SiteFooter({ isMember }: { isMember: boolean }) {
  return (
    <footer className={classNames('mx-auto mt-16 max-w-6xl px-4 sm:px-6', isMember && 'pb-16 md:pb-0')}>
      <div className="border-line flex flex-wrap items-center gap-x-6 gap-y-3 border-t py-5">
        <LanguageSwitch />
        <nav aria-label={t`About this house`} className="flex flex-wrap gap-x-5">
          {isMember ? (
            <Link to={paths.announcements} className={linkLook}>
              <Trans>Announcements</Trans>
            </Link>
          ) : null}
          <Link to={paths.terms} className={linkLook}>
            <Trans>Terms</Trans>
          </Link>
          <Link to={paths.privacy} className={linkLook}>
            <Trans>Privacy</Trans>
          </Link>
        </nav>
        <ContactLine className="text-soft text-sm" />
      </div>
    </footer>
  );
}
