import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useLocation } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { useSetupStatus } from '../../features/accounts/api/get-setup-status.ts';
import { classNames } from '../../lib/class-names.ts';
import { paths } from '../paths.ts';

/** Until the first admin exists: where the setup code goes. */
export function SetupBanner() {
  const setup = useSetupStatus();
  const me = useMe();
  const location = useLocation();
  if (!setup.data?.needed || location.pathname === paths.setup) return null;
  return (
    // Laid over the page's foot and not above its head: it comes after the page and must not push it down.
    <p
      className={classNames(
        'bg-busy-wash text-busy border-line fixed inset-x-0 z-20 border-t px-4 py-2.5 text-center text-sm font-semibold',
        me.data ? 'bottom-15 md:bottom-0' : 'bottom-0',
      )}
    >
      <Trans>This Coinslot has no admin yet.</Trans>{' '}
      <Link to={paths.setup} className="underline underline-offset-2">
        {me.data ? t`Enter the setup code` : t`Register, then enter the setup code`}
      </Link>
    </p>
  );
}
