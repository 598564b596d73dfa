import type { Transfer } from '@coinslot/shared/http/wallet.ts';

/** How coins moved, in the words of the wallet's page. */
export function sayTransfer(transfer: Transfer): { title: string; detail: string } {
  const { bought, until, given, notGiven } = purchaseWords(transfer);
  switch (transfer.kind) {
    case 'hold':
      return { title: `Held for ${bought}`, detail: `set aside until ${until}` };
    case 'capture':
      return { title: `Paid for ${bought}`, detail: `coins that were held; ${given}` };
    case 'release':
      return { title: `Back from ${bought}`, detail: `coins that were held; ${notGiven}` };
    case 'refund':
      return { title: `Refund for ${bought}`, detail: transfer.reason ?? '' };
    default:
      return { title: transfer.campaignName ?? giftWords[transfer.kind], detail: transfer.reason ?? '' };
  }
}

/** What came or went without a purchase. */
const giftWords = {
  campaign_grant: 'Gift of coins',
  voucher: 'Voucher',
  admin_grant: 'Added by an admin',
  admin_removal: 'Removed by an admin',
  account_closed: 'Account closed',
} as const satisfies Record<Exclude<Transfer['kind'], 'hold' | 'capture' | 'release' | 'refund'>, string>;

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
