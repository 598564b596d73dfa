import type { AdminUser } from '@coinslot/shared/http/admin-users.ts';
import type { ReactNode } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Coins } from '../../../ui/coins.tsx';
import { heldCoins } from '../../wallet/spendable.ts';

type UserRowProps = { user: AdminUser; showWallet: boolean; action: ReactNode };

/** One member with the coins they have; a card on a phone, a line on a wide screen. */
export function UserRow({ user, showWallet, action }: UserRowProps) {
  return (
    <div className="grid gap-x-6 gap-y-2 px-4 py-3.5 md:grid-cols-[1.6fr_1.4fr_auto] md:items-center">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-bold break-words">
          {user.name}
          {user.roles.map((role) => (
            <Badge key={role} tone={role === 'admin' ? 'coin' : 'neutral'}>
              {role}
            </Badge>
          ))}
          {user.disabledAt ? <Badge tone="bad">disabled</Badge> : null}
        </p>
        <p className="text-soft text-sm break-all">{user.email}</p>
        <p className="text-soft text-sm">
          Since {formatDateTime(user.createdAt)} · {user.activeMachines} active
        </p>
      </div>
      {showWallet ? (
        <dl className="[&_dt]:text-soft flex flex-wrap gap-x-6 gap-y-1 text-sm [&_dd]:font-bold">
          <Amount name="Earned" coins={user.wallet.availableEarned} />
          <Amount name="Bought" coins={user.wallet.availableBought} />
          <Amount name="Held" coins={heldCoins(user.wallet)} />
          {user.wallet.owed > 0 ? <Amount name="Owed" coins={user.wallet.owed} /> : null}
        </dl>
      ) : (
        <span />
      )}
      <div>{action}</div>
    </div>
  );
}

function Amount({ name, coins }: { name: string; coins: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Coins coins={coins} />
      </dd>
    </div>
  );
}
