import { t } from '@lingui/core/macro';
import { Outlet } from 'react-router';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { paths } from '../paths.ts';

/** The member's own account, each part with an address of its own. */
export function AccountLayout() {
  const me = useSignedIn();
  if (!me) return null;
  const parts = [
    { to: paths.account, label: t`Profile`, end: true },
    { to: paths.accountWays, label: t`Ways in` },
    { to: paths.accountSecurity, label: t`Security` },
    { to: paths.accountNotifications, label: t`Notifications` },
    { to: paths.accountDiscord, label: 'Discord' },
    { to: paths.accountKeys, label: t`API keys` },
    { to: paths.accountData, label: t`Your data` },
  ];
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t`Account`} />
      <LinkTabs label={t`Parts of the account`} items={parts} />
      <div className="space-y-4">
        <Outlet />
      </div>
    </div>
  );
}
