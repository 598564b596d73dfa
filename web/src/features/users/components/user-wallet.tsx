import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Coins } from '../../../ui/coins.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { AdjustButton } from '../../wallet/components/adjust-button.tsx';
import { heldCoins } from '../../wallet/spendable.ts';

/** A member's coins, and the button that changes them. */
export function UserWallet({ user }: { user: AdminUserDetail }) {
  const me = useSignedIn();
  const { wallet } = user;
  const rows = [
    { name: t`Earned`, coins: wallet.availableEarned, always: true },
    { name: t`Bought`, coins: wallet.availableBought, always: true },
    { name: t`Held for machines`, coins: heldCoins(wallet), always: true },
    { name: t`Frozen`, coins: wallet.frozen, always: false },
    { name: t`Owed`, coins: wallet.owed, always: false },
  ].filter(({ coins, always }) => always || coins > 0);
  return (
    <Card>
      <CardTitle
        aside={mayDo(me, 'admin.wallets.adjust') && user.isDecidedOn ? <AdjustButton user={user} /> : null}
      >
        <Trans>Wallet</Trans>
      </CardTitle>
      <Facts items={rows.map(({ name, coins }) => ({ name, value: <Coins coins={coins} /> }))} />
    </Card>
  );
}
