import type { Transfer } from '@coinslot/shared/http/wallet.ts';

/** A transfer in words. `change` is what it did to the coins that can be spent: 0 when held coins were paid. */
export type TransferWords = { title: string; detail: string; change: number };

export function describeTransfer(transfer: Transfer): TransferWords {
  return { ...words(transfer), change: changeOfAvailable(transfer) };
}

function words(transfer: Transfer): { title: string; detail: string } {
  const { bought, until, given, notGiven } = purchaseWords(transfer);
  const coins = transfer.class === 'earned' ? 'Earned coins' : 'Bought coins';
  switch (transfer.kind) {
    case 'campaign_grant':
      return { title: transfer.campaignName ?? 'Gift of coins', detail: transfer.reason ?? coins };
    case 'admin_grant':
      return { title: 'Added by an admin', detail: transfer.reason ?? coins };
    case 'admin_removal':
      return { title: 'Removed by an admin', detail: transfer.reason ?? coins };
    case 'hold':
      return { title: `Held for ${bought}`, detail: `${coins}, set aside until ${until}` };
    case 'capture':
      return { title: `Paid for ${bought}`, detail: `${coins} that were held; ${given}` };
    case 'release':
      return { title: `Back from ${bought}`, detail: `${coins} that were held; ${notGiven}` };
    case 'refund':
      return { title: `Refund for ${bought}`, detail: transfer.reason ?? coins };
  }
}

/** What was bought, until when its coins are held, and how that ended. */
function purchaseWords({ productName, chargeKind }: Transfer) {
  const machine = productName ?? 'a machine';
  return chargeKind === 'extension'
    ? {
        bought: `more time on ${machine}`,
        until: 'the lab gives it',
        given: 'the lab gave it',
        notGiven: 'the lab did not give it',
      }
    : {
        bought: machine,
        until: 'it is ready',
        given: 'the machine was ready',
        notGiven: 'it never became ready',
      };
}

function changeOfAvailable(transfer: Transfer): number {
  if (transfer.to === 'available') return transfer.amount;
  return transfer.from === 'available' ? -transfer.amount : 0;
}
