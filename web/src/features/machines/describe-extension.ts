import type { ExtensionOffer, Machine } from '@coinslot/shared/http/machines.ts';
import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { t } from '@lingui/core/macro';
import { formatCoins, formatTimeOfDay } from '../../lib/format.ts';
import { sayContract } from '../../words/say.ts';
import { planPayment } from '../wallet/spendable.ts';

/** When the machine would end with one extension more; null while it has no end. */
export function newEndAt({ expiresAt }: Pick<Machine, 'expiresAt'>, offer: ExtensionOffer): string | null {
  if (expiresAt === null) return null;
  return new Date(new Date(expiresAt).getTime() + offer.minutes * 60_000).toISOString();
}

/** Why no time can be bought now, as a sentence; null when it can. */
export function findExtensionObstacle(offer: ExtensionOffer, wallet: Wallet): string | null {
  if (!offer.canExtend) return describeWhyNot(offer);
  if (wallet.owed > 0) return t`Your wallet owes ${formatCoins(wallet.owed)}. Settle that first.`;
  const { missing } = planPayment(wallet, offer.price);
  return missing > 0 ? t`You are missing ${formatCoins(missing)} for more time.` : null;
}

function describeWhyNot({ whyNot, latestEndAt }: ExtensionOffer): string {
  switch (whyNot) {
    case 'not_ready':
      return t`Time can be added once it is ready.`;
    case 'pending':
      return t`The lab is being asked for more time.`;
    case 'too_late':
      return t`It is too late to add time: it ends in a moment.`;
    case 'restarting':
      return t`Time can be added again when it has restarted.`;
    case 'unreachable':
      return t`Time can be added again when the machine can be reached.`;
    case 'lab_closed':
      return t`No time can be added while its lab is closed.`;
    case 'seat_closed':
      return t`No time can be added: our account at its lab was taken out of use.`;
    case 'seat':
      return t`No more time can be added: our account at its lab may not be used for so long.`;
    case 'max_life':
      return latestEndAt
        ? t`No more time can be added: it ends at ${formatTimeOfDay(latestEndAt)} at the latest.`
        : t`No more time can be added: it has reached its longest life.`;
    case null:
      return t`No more time can be added just now.`;
  }
}

type ExtensionEvent = Extract<MachineEvent, { kind: 'extension' }>;

/** The newest extension that the lab refused, unless another one was asked for since. */
export function findRefusedExtension(events: readonly MachineEvent[]): ExtensionEvent | null {
  const last = events.findLast((event) => event.kind === 'extension');
  return last?.kind === 'extension' && last.state === 'refused' ? last : null;
}

export function describeRefused({ text, price }: ExtensionEvent): string {
  const why = text === null ? t`The lab said no.` : sayContract(text);
  return t`No time was added. ${why} Your ${formatCoins(price)} came back.`;
}
