import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useLocation } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { useSetupStatus } from '../../features/accounts/api/get-setup-status.ts';
import { paths } from '../paths.ts';

/** Until the first admin exists: where the setup code goes. */
export function SetupBanner() {
  const setup = useSetupStatus();
  const me = useMe();
  const location = useLocation();
  if (!setup.data?.needed || location.pathname === paths.setup) return null;
  return (
    <p className="bg-busy-wash text-busy border-line pointer-events-auto border-y px-4 py-2.5 text-center text-sm font-semibold">
      <Trans>This Coinslot has no admin yet.</Trans>{' '}
      <Link to={paths.setup} className="underline underline-offset-2">
        {me.data ? t`Enter the setup code` : t`Register, then enter the setup code`}
      </Link>
    </p>
  );
}
