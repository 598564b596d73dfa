import type { Me } from '@coinslot/shared/http/me.ts';
import type { Product } from '@coinslot/shared/http/products.ts';
import { t } from '@lingui/core/macro';
import { Suspense, lazy, useEffect, useState } from 'react';
import { formatCoins } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { useFreshMoney } from '../../wallet/api/use-fresh-money.ts';
import { planPayment } from '../../wallet/spendable.ts';
import { explainUnavailable } from '../unavailable.ts';

const loadBuyDialog = () => import('./buy-dialog.tsx');
const BuyDialog = lazy(async () => ({ default: (await loadBuyDialog()).BuyDialog }));

type BuyOfferProps = { product: Product; me: Me; onBought: (machineId: string) => void };

/** The buy button of one product, or the reason why there is none. */
export function BuyOffer({ product, me, onBought }: BuyOfferProps) {
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  useFreshMoney(open);
  // The dialog's file is fetched after the shop is shown, so that the first click need not wait for it.
  useEffect(() => void loadBuyDialog().catch(() => undefined), []);
  const obstacle = findObstacle(product, me);
  const plan = planPayment(me.wallet, product.price);
  return (
    <div className="space-y-3">
      <p className="text-soft min-h-6 text-sm">
        {obstacle ?? t`You would have ${formatCoins(plan.left)} left.`}
      </p>
      <Button
        look={obstacle ? 'plain' : 'coin'}
        wide
        disabled={obstacle !== null}
        onClick={() => {
          setOpened(true);
          setOpen(true);
        }}
      >
        {buttonText(product, me)}
        <span className="sr-only"> {product.name}</span>
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <BuyDialog product={product} me={me} open={open} onOpenChange={setOpen} onBought={onBought} />
        </Suspense>
      ) : null}
    </div>
  );
}

function buttonText(product: Product, me: Me): string {
  if (product.unavailable) return t`Not available`;
  if (me.emailConfirmationNeeded) return t`Buy`;
  return planPayment(me.wallet, product.price).missing > 0 ? t`Not enough coins` : t`Buy`;
}

function findObstacle(product: Product, me: Me): string | null {
  const unavailable = explainUnavailable(product);
  if (unavailable !== null) return unavailable;
  if (me.emailConfirmationNeeded) return t`Confirm your e-mail address first. See Account.`;
  if (!me.perks.mayBuy) {
    return t`Only members with certain Discord roles may buy here. See Account, Discord.`;
  }
  if (me.wallet.owed > 0) return t`Your wallet owes ${formatCoins(me.wallet.owed)}. Settle that first.`;
  const { activeMachines, activeMachinesMax } = me.limits;
  if (activeMachines >= activeMachinesMax) {
    return t`You have ${activeMachines} of ${activeMachinesMax} machines. Another can be bought when one has ended.`;
  }
  const { missing } = planPayment(me.wallet, product.price);
  return missing > 0 ? t`You are missing ${formatCoins(missing)}.` : null;
}
