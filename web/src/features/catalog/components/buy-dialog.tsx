import type { Me } from '@coinslot/shared/http/me.ts';
import type { Product } from '@coinslot/shared/http/products.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decides, hasCode } from '../../../lib/api-error.ts';
import { formatCoins, formatMinutes } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { useRetryWait } from '../../../lib/use-retry-wait.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { Coins } from '../../../ui/coins.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { meKey } from '../../accounts/api/get-me.ts';
import { buyMachine } from '../../machines/api/buy-machine.ts';
import { machinesKey } from '../../machines/api/keys.ts';
import { walletKey } from '../../wallet/api/get-wallet.ts';
import { describeSources } from '../../wallet/describe-sources.ts';
import { planPayment } from '../../wallet/spendable.ts';
import { productsKey } from '../api/list-products.ts';
import { describeChangedTerms } from '../describe-changed-terms.ts';
import { describeReadyIn } from '../describe-product.ts';
import { describeRefusal } from '../describe-refusal.ts';
import { EmailRefusal } from './email-refusal.tsx';

type BuyDialogProps = {
  product: Product;
  me: Me;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onBought: (machineId: string) => void;
};

/** Says exactly what will be paid, and buys once however often it is clicked. */
export function BuyDialog({ product, me, open, onOpenChange, onBought }: BuyDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t`Buy ${product.name}?`}
      description={t`A machine for ${formatMinutes(product.durationMinutes)}, counted from when it is ready.`}
    >
      <Ask product={product} me={me} onBought={onBought} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

type AskProps = Pick<BuyDialogProps, 'product' | 'me' | 'onBought'> & { onClose: () => void };

function Ask({ product, me, onBought, onClose }: AskProps) {
  const client = useQueryClient();
  function refreshMoney(): void {
    for (const queryKey of [meKey, walletKey, machinesKey, productsKey])
      void client.invalidateQueries({ queryKey });
  }
  const [asked, setAsked] = useState(product);
  const buy = useAct({
    send: buyMachine,
    onDone: (machine) => {
      refreshMoney();
      onBought(machine.id);
    },
    onFailed: refreshMoney,
  });
  // Only what this dialog shows is bought: at other terms the server sells nothing, and they are shown first.
  function run(): void {
    // Whether the last one bought is not known after a lost answer: then only the very same is asked again.
    const next = decides(buy.error) ? product : asked;
    setAsked(next);
    buy.run({ productId: next.id, revision: next.revision, price: next.price });
  }
  const changed = hasCode(buy.error, 'product_changed');
  const unconfirmed = hasCode(buy.error, 'email_not_verified');
  const awaitsTerms = changed && product.revision === asked.revision && product.price === asked.price;
  const wait = useRetryWait({ error: buy.error, pending: buy.isPending, run });
  const label = buy.error && !changed ? t`Try again` : t`Buy for ${formatCoins(product.price)}`;
  return (
    <>
      <PurchaseFacts product={product} me={me} />
      <p className="text-soft mt-3 text-sm">
        <Trans>
          Your coins are set aside now and paid when the machine is ready. If it never gets ready, or you
          cancel before, all of them come back.
        </Trans>
      </p>
      {product.servedNow ? null : (
        <Notice tone="coin" className="mt-4">
          <Trans>No worker for it is there just now. Yours waits, and starts as soon as one is back.</Trans>
        </Notice>
      )}
      {unconfirmed ? <EmailRefusal /> : null}
      {buy.error && !unconfirmed ? (
        <Notice tone="bad" className="mt-4">
          {changed ? describeChangedTerms(asked, product) : describeRefusal(buy.error)}
        </Notice>
      ) : null}
      {wait.asked ? (
        <div className="mt-4">
          <CheckField
            label={t`Try again by itself as soon as it may`}
            checked={wait.byItself}
            onChange={(event) => wait.setByItself(event.target.checked)}
          />
        </div>
      ) : null}
      <DialogActions>
        <Button onClick={onClose} disabled={buy.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button
          look="coin"
          pending={buy.isPending}
          disabled={wait.leftSeconds > 0 || awaitsTerms}
          onClick={run}
        >
          {wait.leftSeconds > 0 ? t`Try again in ${wait.leftSeconds} s` : label}
        </Button>
      </DialogActions>
    </>
  );
}

function PurchaseFacts({ product, me }: { product: Product; me: Me }) {
  const plan = planPayment(me.wallet, product.price);
  const readyIn = describeReadyIn(product);
  return (
    <Facts
      items={[
        { name: t`Price`, value: <Coins coins={product.price} /> },
        ...(product.listPrice > product.price
          ? [{ name: t`Without your discount`, value: <Coins coins={product.listPrice} /> }]
          : []),
        { name: t`Paid with`, value: describeSources(plan) },
        { name: t`Left afterwards`, value: <Coins coins={plan.left} /> },
        {
          name: t`If you stop early`,
          value: product.refundsUnusedOnStop ? t`Unused time comes back` : t`Nothing comes back`,
        },
        ...(readyIn === null ? [] : [{ name: t`Wait`, value: readyIn }]),
      ]}
    />
  );
}
