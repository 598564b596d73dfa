import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { showEmail } from '../show-email.ts';

/** Who a member is, and by what they come in. */
export function UserFacts({ user }: { user: AdminUserDetail }) {
  const me = useSignedIn();
  return (
    <Card>
      <CardTitle>
        <Trans>Account</Trans>
      </CardTitle>
      <Facts
        items={[
          { name: t`E-mail`, value: <Email user={user} /> },
          { name: t`Member since`, value: formatDateTime(user.createdAt) },
          { name: t`Last seen`, value: user.lastSeenAt ? <Moment at={user.lastSeenAt} /> : t`Not lately` },
          { name: t`Machines`, value: describeMachines(user) },
          { name: t`Password`, value: user.hasPassword ? t`Yes` : t`No` },
          { name: t`Second factor`, value: user.secondFactor ? t`On` : t`Off` },
          { name: t`Passkeys`, value: String(user.passkeys) },
          ...user.identities.map(({ provider, subject, subjectName, linkedAt }) => ({
            name: providerName(provider),
            value: (
              <span className="break-all" title={t`Linked ${formatDateTime(linkedAt)}`}>
                {subjectName ?? subject}
                {subjectName ? <span className="text-soft block text-sm font-normal">{subject}</span> : null}
              </span>
            ),
          })),
        ]}
      />
      <div className="mt-4 space-y-3">
        <CopyLine label={t`Id`} text={user.id} />
        {mayDo(me, 'admin.audit.read') ? (
          <Link
            to={`${paths.adminAudit}?targetKind=user&target=${encodeURIComponent(user.id)}`}
            className="text-link font-semibold underline underline-offset-2"
          >
            <Trans>What admins did to this account</Trans>
          </Link>
        ) : null}
      </div>
    </Card>
  );
}

function Email({ user }: { user: AdminUserDetail }) {
  return (
    <span className="flex flex-wrap items-center justify-end gap-2">
      <span className="break-all">{showEmail(user.email)}</span>
      {user.emailVerified ? (
        <Badge tone="ok">
          <Trans>Confirmed</Trans>
        </Badge>
      ) : (
        <Badge>
          <Trans>Not confirmed</Trans>
        </Badge>
      )}
    </span>
  );
}

function describeMachines({ machines, activeMachinesMax }: AdminUserDetail): string {
  return t`${machines.active} of ${activeMachinesMax} now, ${machines.total} in all`;
}

function providerName(provider: string): string {
  return { discord: 'Discord', google: 'Google', x: 'X' }[provider] ?? provider;
}
