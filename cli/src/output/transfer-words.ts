import type { Transfer } from '@coinslot/shared/http/wallet.ts';

/** How coins moved, in the words of the wallet's page. */
export function sayTransfer(transfer: Transfer): { title: string; detail: string } {
  const { kind, campaignName, reason } = transfer;
  const { bought, until, given, notGiven } = purchaseWords(transfer);
  switch (kind) {
    case 'hold':
      return { title: `Held for ${bought}`, detail: `set aside until ${until}` };
    case 'capture':
      return { title: `Paid for ${bought}`, detail: `coins that were held; ${given}` };
    case 'release':
      return { title: `Back from ${bought}`, detail: `coins that were held; ${notGiven}` };
    case 'refund':
      return { title: `Refund for ${bought}`, detail: reason ?? '' };
    case 'campaign_grant':
      return { title: campaignName ?? 'Gift of coins', detail: reason ?? '' };
    case 'voucher':
      return { title: campaignName ?? 'Voucher', detail: reason ?? '' };
    case 'admin_grant':
      return { title: 'Added by an admin', detail: reason ?? '' };
    case 'admin_removal':
      return { title: 'Removed by an admin', detail: reason ?? '' };
    case 'account_closed':
      return { title: 'Account closed', detail: reason ?? '' };
  }
}

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
