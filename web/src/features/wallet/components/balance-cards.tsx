import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatCoins } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { Coins } from '../../../ui/coins.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { heldCoins, spendable } from '../spendable.ts';

/** What can be spent, by class, and what is set aside. */
export function BalanceCards({ wallet }: { wallet: Wallet }) {
  return (
    <div className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[1.4fr_1fr_1fr]">
        <Card className="bg-coin-wash! sm:col-span-2 lg:col-span-1">
          <h2 className="text-coin-text text-sm font-semibold">
            <Trans>To spend</Trans>
          </h2>
          <Coins coins={spendable(wallet)} className="font-display mt-1 text-5xl font-extrabold" />
          <p className="text-coin-text mt-2 text-sm">
            <Trans>Earned coins are spent first.</Trans>
          </p>
        </Card>
        <Figure title={t`By class`}>
          <p className="flex justify-between gap-3">
            <Trans>Earned</Trans> <Coins coins={wallet.availableEarned} className="font-bold" />
          </p>
          <p className="flex justify-between gap-3">
            <Trans>Bought</Trans> <Coins coins={wallet.availableBought} className="font-bold" />
          </p>
        </Figure>
        <Figure title={t`Held`}>
          <Coins coins={heldCoins(wallet)} className="text-2xl font-bold" />
          <p className="text-soft text-sm">
            <Trans>Set aside for machines being prepared. Paid when ready, returned when not.</Trans>
          </p>
        </Figure>
      </div>
      {wallet.owed > 0 ? (
        <Notice tone="bad">
          <Trans>
            This wallet owes {formatCoins(wallet.owed)}. Bought coins settle it first; until then nothing can
            be bought from the shop.
          </Trans>
        </Notice>
      ) : null}
      {wallet.frozen > 0 ? (
        <Notice tone="coin">
          <Plural
            value={wallet.frozen}
            one="# bought coin is frozen while a payment is disputed."
            other="# bought coins are frozen while a payment is disputed."
          />
        </Notice>
      ) : null}
    </div>
  );
}

function Figure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <h2 className="text-soft mb-1.5 text-sm font-semibold">{title}</h2>
      <div className="space-y-1.5">{children}</div>
    </Card>
  );
}
