import type { Transfer } from '@coinslot/shared/http/wallet.ts';
import { t } from '@lingui/core/macro';
import { sayKeptName } from '../../words/say-kept.ts';
import { sayContract } from '../../words/say.ts';

/** A transfer in words. `change` is what it did to the coins that can be spent: 0 when held coins were paid. */
export type TransferWords = { title: string; detail: string; change: number };

export function describeTransfer(transfer: Transfer): TransferWords {
  return { ...words(transfer), change: changeOfAvailable(transfer) };
}

function words(transfer: Transfer): { title: string; detail: string } {
  const { bought, until, given, notGiven } = purchaseWords(transfer);
  const coins = transfer.class === 'earned' ? t`Earned coins` : t`Bought coins`;
  // A refund's reason is mostly one of the contracts' sentences.
  const why = transfer.reason === null ? null : sayContract(transfer.reason);
  switch (transfer.kind) {
    case 'hold':
      return { title: t`Held for ${bought}`, detail: t`${coins}, set aside until ${until}` };
    case 'capture':
      return { title: t`Paid for ${bought}`, detail: t`${coins} that were held; ${given}` };
    case 'release':
      return { title: t`Back from ${bought}`, detail: t`${coins} that were held; ${notGiven}` };
    case 'refund':
      return { title: t`Refund for ${bought}`, detail: why ?? coins };
    default:
      return { title: giftTitle(transfer.kind, transfer.campaignName), detail: why ?? coins };
  }
}

/** What came or went without a purchase. */
function giftTitle(
  kind: Exclude<Transfer['kind'], 'hold' | 'capture' | 'release' | 'refund'>,
  campaignName: string | null,
): string {
  switch (kind) {
    case 'campaign_grant':
      return campaignName === null ? t`Gift of coins` : sayKeptName(campaignName);
    case 'voucher':
      return campaignName ?? t`Voucher`;
    case 'admin_grant':
      return t`Added by an admin`;
    case 'admin_removal':
      return t`Removed by an admin`;
    case 'account_closed':
      return t`Account closed`;
  }
}

/** What was bought, until when its coins are held, and how that ended. */
function purchaseWords({ productName, chargeKind }: Transfer) {
  const machine = productName ?? t`a machine`;
  return chargeKind === 'extension'
    ? {
        bought: t`more time on ${machine}`,
        until: t`the lab gives it`,
        given: t`the lab gave it`,
        notGiven: t`the lab did not give it`,
      }
    : {
        bought: machine,
        until: t`it is ready`,
        given: t`the machine was ready`,
        notGiven: t`it never became ready`,
      };
}

function changeOfAvailable(transfer: Transfer): number {
  if (transfer.to === 'available') return transfer.amount;
  return transfer.from === 'available' ? -transfer.amount : 0;
}
