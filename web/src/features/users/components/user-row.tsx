import type { AdminUser } from '@coinslot/shared/http/admin-users.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Coins } from '../../../ui/coins.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { spendable } from '../../wallet/spendable.ts';
import { showEmail } from '../show-email.ts';

type UserRowProps = { user: AdminUser; showWallet: boolean };

/** One member of the list; a card on a phone, a line on a wide screen. */
export function UserRow({ user, showWallet }: UserRowProps) {
  return (
    <Link
      to={paths.adminUser(user.id)}
      className="hover:bg-sunk grid gap-x-6 gap-y-1.5 px-4 py-3.5 -outline-offset-3 md:grid-cols-[1.7fr_1fr_9rem] md:items-center"
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-bold">
          <span className="min-w-0 break-words">{user.name}</span>
          <UserBadges user={user} />
        </p>
        <p className="text-soft text-sm break-all">{showEmail(user.email)}</p>
      </div>
      <div className="text-soft text-sm">
        <p>
          {user.lastSeenAt ? (
            <Trans>
              Seen <Moment at={user.lastSeenAt} />
            </Trans>
          ) : (
            t`Not seen lately`
          )}
        </p>
        <p>{plural(user.activeMachines, { one: '# machine now', other: '# machines now' })}</p>
      </div>
      {showWallet ? (
        <p className="text-sm md:text-right">
          <Coins coins={spendable(user.wallet)} className="font-bold" />
          {user.wallet.owed > 0 ? (
            <span className="text-bad block font-semibold">
              <Trans>
                owes <Coins coins={user.wallet.owed} />
              </Trans>
            </span>
          ) : null}
        </p>
      ) : (
        <span />
      )}
    </Link>
  );
}

/** A member's roles, and that the account is disabled. */
export function UserBadges({ user }: { user: Pick<AdminUser, 'roles' | 'disabledAt'> }) {
  return (
    <>
      {user.roles.map((role) => (
        <Badge key={role} tone={role === 'admin' ? 'coin' : 'neutral'}>
          {role}
        </Badge>
      ))}
      {user.disabledAt ? (
        <Badge tone="bad">
          <Trans>Disabled</Trans>
        </Badge>
      ) : null}
    </>
  );
}
