import type { ExtensionOffer, Machine } from '@coinslot/shared/http/machines.ts';
import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { formatCoins, formatMinutes, formatTimeOfDay } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Coins } from '../../../ui/coins.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { meKey } from '../../accounts/api/get-me.ts';
import { describeRefusal } from '../../catalog/describe-refusal.ts';
import { walletKey } from '../../wallet/api/get-wallet.ts';
import { useFreshMoney } from '../../wallet/api/use-fresh-money.ts';
import { describeSources } from '../../wallet/describe-sources.ts';
import { planPayment } from '../../wallet/spendable.ts';
import { extendMachine } from '../api/extend-machine.ts';
import { machineKey } from '../api/keys.ts';
import { findExtensionObstacle, newEndAt } from '../describe-extension.ts';

type ExtendDialogProps = {
  machine: Machine;
  offer: ExtensionOffer;
  wallet: Wallet;
  onClose: () => void;
};

/** Says what is paid and what for, and asks once however often it is clicked. Drawn only while it is open. */
export function ExtendDialog(props: ExtendDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={t`Add ${formatMinutes(props.offer.minutes)}?`}
      description={t`To ${props.machine.name}, which goes on running meanwhile.`}
    >
      <Ask {...props} />
    </Dialog>
  );
}

function Ask({ machine, offer, wallet, onClose }: ExtendDialogProps) {
  const client = useQueryClient();
  useFreshMoney(true);
  function refresh(): void {
    for (const queryKey of [machineKey(machine.id), meKey, walletKey])
      void client.invalidateQueries({ queryKey });
  }
  const extend = useAct({
    send: extendMachine,
    onDone: () => {
      refresh();
      onClose();
    },
    onFailed: refresh,
  });
  const obstacle = findExtensionObstacle(offer, wallet);
  return (
    <>
      <ExtensionFacts machine={machine} offer={offer} wallet={wallet} />
      <p className="text-soft mt-3 text-sm">
        <Trans>The lab is asked first. If it says no, nothing changes and your coins come back.</Trans>
      </p>
      {extend.error ? (
        <Notice tone="bad" className="mt-4">
          {describeRefusal(extend.error)}
        </Notice>
      ) : null}
      {obstacle && !extend.isPending && !extend.error ? (
        <Notice tone="coin" className="mt-4">
          {obstacle}
        </Notice>
      ) : null}
      <DialogActions>
        <Button onClick={onClose} disabled={extend.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button
          look="coin"
          pending={extend.isPending}
          disabled={obstacle !== null}
          onClick={() => extend.run(machine.id)}
        >
          {extend.error ? t`Try again` : t`Pay ${formatCoins(offer.price)}`}
        </Button>
      </DialogActions>
    </>
  );
}

function ExtensionFacts({ machine, offer, wallet }: Pick<ExtendDialogProps, 'machine' | 'offer' | 'wallet'>) {
  const plan = planPayment(wallet, offer.price);
  const end = newEndAt(machine, offer);
  return (
    <Facts
      items={[
        { name: t`Price`, value: <Coins coins={offer.price} /> },
        { name: t`Paid with`, value: describeSources(plan) },
        { name: t`Left afterwards`, value: <Coins coins={plan.left} /> },
        ...(machine.expiresAt && end
          ? [
              { name: t`Ends now`, value: formatTimeOfDay(machine.expiresAt) },
              { name: t`Ends then`, value: formatTimeOfDay(end) },
            ]
          : []),
      ]}
    />
  );
}
