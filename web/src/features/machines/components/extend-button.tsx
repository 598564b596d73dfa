import type { ExtensionOffer, Machine } from '@coinslot/shared/http/machines.ts';
import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { t } from '@lingui/core/macro';
import { Clock } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { toast } from 'sonner';
import { formatCoins, formatMinutes, formatTimeOfDay } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { planPayment } from '../../wallet/spendable.ts';
import {
  describeRefused,
  findExtensionObstacle,
  findRefusedExtension,
  newEndAt,
} from '../describe-extension.ts';
import { ExtendDialog } from './extend-dialog.tsx';

type ExtendButtonProps = {
  machine: Machine;
  events: readonly MachineEvent[];
  offer: ExtensionOffer;
  wallet: Wallet;
};

/** More time for coins: says what it costs, what is left and when it would end, or why it cannot be had. */
export function ExtendButton({ machine, events, offer, wallet }: ExtendButtonProps) {
  const [open, setOpen] = useState(false);
  const noteId = useId();
  useSayAdded(machine, offer);
  const obstacle = findExtensionObstacle(offer, wallet);
  const refused = findRefusedExtension(events);
  const pending = offer.pending !== null;
  const label = pending
    ? t`Asking the lab for ${formatMinutes(offer.pending?.minutes ?? offer.minutes)}`
    : t`Add ${formatMinutes(offer.minutes)} for ${formatCoins(offer.price)}`;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        look={machine.health?.state === 'degraded' ? 'plain' : 'coin'}
        pending={pending}
        disabled={obstacle !== null}
        aria-describedby={noteId}
        className="max-sm:w-full"
        onClick={() => setOpen(true)}
      >
        {pending ? null : <Clock aria-hidden />}
        {label}
      </Button>
      <p
        id={noteId}
        role="status"
        className="text-soft flex min-h-10 min-w-0 flex-1 basis-52 items-center text-sm"
      >
        {refused && !pending ? (
          <span className="text-coin-text font-semibold">{describeRefused(refused)}</span>
        ) : pending ? (
          pendingNote(offer)
        ) : (
          (obstacle ?? afterwards(machine, offer, wallet))
        )}
      </p>
      {open ? (
        <ExtendDialog machine={machine} offer={offer} wallet={wallet} onClose={() => setOpen(false)} />
      ) : null}
    </div>
  );
}

/** Says what came of it: the end has moved since the lab was asked. */
function useSayAdded({ expiresAt }: Machine, { pending }: ExtensionOffer): void {
  const asked = useRef<{ minutes: number; endsAt: string | null } | null>(null);
  useEffect(() => {
    if (pending) {
      asked.current ??= { minutes: pending.minutes, endsAt: expiresAt };
      return;
    }
    const before = asked.current;
    asked.current = null;
    if (before?.endsAt && expiresAt && expiresAt > before.endsAt)
      toast.success(t`${formatMinutes(before.minutes)} added. It ends at ${formatTimeOfDay(expiresAt)}.`);
  }, [expiresAt, pending]);
}

function pendingNote({ price }: ExtensionOffer): string {
  return t`${formatCoins(price)} are set aside. They come back if the lab says no.`;
}

function afterwards(machine: Machine, offer: ExtensionOffer, wallet: Wallet): string {
  const end = newEndAt(machine, offer);
  const left = formatCoins(planPayment(wallet, offer.price).left);
  return end
    ? t`You would have ${left} left, and it would end at ${formatTimeOfDay(end)}.`
    : t`You would have ${left} left.`;
}
