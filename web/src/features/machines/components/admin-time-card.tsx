import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import { formatCoins, formatDateTime, formatMinutes } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Facts } from '../../../ui/facts.tsx';

/** What may still happen to a machine's time: extensions, restart, idling. */
export function AdminTimeCard({ machine }: { machine: AdminMachine }) {
  return (
    <Card>
      <CardTitle>Time and restarts</CardTitle>
      <Facts
        items={[
          { name: 'Extension', value: describeOffer(machine.extension) },
          ...(machine.extension?.latestEndAt
            ? [{ name: 'Latest end', value: formatDateTime(machine.extension.latestEndAt) }]
            : []),
          { name: 'Auto-extend', value: describeAutoExtend(machine) },
          { name: 'Restart', value: describeRestart(machine.restart) },
          { name: 'Idle', value: describeIdle(machine.idle) },
        ]}
      />
    </Card>
  );
}

const whyNotWords = {
  not_ready: 'not ready',
  pending: 'one is pending',
  too_late: 'too late',
  max_life: 'longest life reached',
  restarting: 'restarting',
  unreachable: 'it cannot be reached',
  worker_updating: 'its worker is too old',
  lab_closed: 'the lab is closed',
  seat_closed: 'the seat is disabled',
  seat: "the seat's hours or longest use are over by then",
} as const satisfies Record<NonNullable<NonNullable<AdminMachine['extension']>['whyNot']>, string>;

function describeOffer(offer: AdminMachine['extension']): string {
  if (!offer) return 'Not offered';
  if (offer.pending) {
    const { minutes, requestedAt } = offer.pending;
    return `${formatMinutes(minutes)} asked of the lab since ${formatDateTime(requestedAt)}`;
  }
  const terms = `${formatMinutes(offer.minutes)} for ${formatCoins(offer.price)}`;
  return offer.canExtend
    ? terms
    : `${terms}, not now: ${offer.whyNot ? whyNotWords[offer.whyNot] : 'refused'}`;
}

function describeAutoExtend({ autoExtend, autoExtendStopped }: AdminMachine): string {
  if (autoExtend) return 'On';
  return autoExtendStopped ? `Switched itself off: ${autoExtendStopped}` : 'Off';
}

function describeRestart({ canRestart, pendingSince, failure }: AdminMachine['restart']): string {
  if (pendingSince) return `Running since ${formatDateTime(pendingSince)}`;
  if (failure) return `The last one failed: ${failure}`;
  return canRestart ? 'Possible' : 'Not possible now';
}

function describeIdle(idle: AdminMachine['idle']): string {
  if (!idle) return 'Never ended for it';
  const limit = `Ends after ${formatMinutes(idle.limitMinutes)}`;
  if (!idle.since) return `${limit}; in use, or the lab does not tell`;
  return `${limit}; unused since ${formatDateTime(idle.since)}${idle.endsAt ? `, ends ${formatDateTime(idle.endsAt)}` : ''}`;
}
