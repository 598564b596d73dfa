import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useUser } from '../../features/users/api/get-user.ts';
import { UserActs } from '../../features/users/components/user-acts.tsx';
import { UserFacts } from '../../features/users/components/user-facts.tsx';
import { UserMachines } from '../../features/users/components/user-machines.tsx';
import { UserNotes } from '../../features/users/components/user-notes.tsx';
import { UserRolesCard } from '../../features/users/components/user-roles-card.tsx';
import { UserBadges } from '../../features/users/components/user-row.tsx';
import { UserSessions } from '../../features/users/components/user-sessions.tsx';
import { UserTransfers } from '../../features/users/components/user-transfers.tsx';
import { UserWallet } from '../../features/users/components/user-wallet.tsx';
import { showEmail } from '../../features/users/show-email.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { formatDateTime } from '../../lib/format.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { sayKeptName } from '../../words/say-kept.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One member: who it is, what they have, what they did, and what may be done about it. */
export function AdminUserPage() {
  const { id = '' } = useParams();
  const user = useUser(id);
  if (hasStatus(user.error, 404)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminUsers}>
        <Trans>All members</Trans>
      </BackLink>
      <QueryView query={user} loading={<SkeletonList rows={3} rowClassName="h-64" />}>
        {(detail) => <UserView key={detail.id} user={detail} />}
      </QueryView>
    </>
  );
}

function UserView({ user }: { user: AdminUserDetail }) {
  const me = useSignedIn();
  return (
    <>
      <PageHeader title={user.name} aside={<UserActs user={user} />}>
        <span className="flex flex-wrap items-center gap-2">
          <span className="break-all">{showEmail(user.email)}</span> <UserBadges user={user} />
        </span>
      </PageHeader>
      {user.disabled ? <DisabledNotice disabled={user.disabled} /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <UserFacts user={user} />
          <UserRolesCard user={user} />
          <UserSessions user={user} />
        </div>
        <div className="min-w-0 space-y-4">
          {mayDo(me, 'admin.wallets.read') ? <UserWallet user={user} /> : null}
          <UserNotes user={user} />
        </div>
      </div>
      {mayDo(me, 'admin.machines.read') ? (
        <section className="mt-8">
          <h2 className="mb-3 text-xl font-bold">{t`Machines`}</h2>
          <UserMachines userId={user.id} />
        </section>
      ) : null}
      {mayDo(me, 'admin.wallets.read') ? (
        <section className="mt-8">
          <h2 className="mb-3 text-xl font-bold">{t`Movements of coins`}</h2>
          <UserTransfers userId={user.id} />
        </section>
      ) : null}
    </>
  );
}

function DisabledNotice({ disabled }: { disabled: NonNullable<AdminUserDetail['disabled']> }) {
  const by = disabled.by ? sayKeptName(disabled.by) : t`nobody who is known`;
  return (
    <Notice tone="bad" className="mb-4" announced={false}>
      <Trans>
        Disabled {formatDateTime(disabled.at)} by {by}: {disabled.reason}
      </Trans>
    </Notice>
  );
}
