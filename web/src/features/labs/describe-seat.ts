import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { formatDateTime, formatMinutes } from '../../lib/format.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { sayContract } from '../../words/say.ts';

export const seatStateLooks = {
  free: { label: msg`Free`, tone: 'ok' },
  in_use: { label: msg`In use`, tone: 'busy' },
  cooling: { label: msg`Resting`, tone: 'coin' },
  out_of_hours: { label: msg`Outside its hours`, tone: 'neutral' },
  used_up: { label: msg`Used up`, tone: 'bad' },
  resting: { label: msg`Closed itself`, tone: 'bad' },
  disabled: { label: msg`Disabled`, tone: 'bad' },
  lab_closed: { label: msg`Lab closed`, tone: 'bad' },
} as const satisfies Record<Seat['state'], { label: MessageDescriptor; tone: BadgeTone }>;

/** Why a seat could or could not carry one more machine now. */
export function describeSeat(seat: Seat, nowMs: number): string {
  switch (seat.state) {
    case 'free':
      return t`It could carry one more machine now.`;
    case 'in_use':
      return t`It carries as many machines as it may.`;
    case 'cooling':
      return describeRest(seat.coolingUntil, nowMs);
    case 'out_of_hours':
      return t`It may not be used at this time of the week.`;
    case 'used_up':
      return t`It has started as many machines as it may.`;
    case 'resting':
      return describeBreaker(seat.breaker);
    case 'disabled':
      return seat.disabled ? t`Disabled: ${seat.disabled.reason}` : t`Disabled.`;
    case 'lab_closed':
      return t`Its lab is closed.`;
  }
}

function describeRest(coolingUntil: string | null, nowMs: number): string {
  if (!coolingUntil) return t`It rests after its last machine.`;
  const minutes = Math.max(1, Math.ceil((new Date(coolingUntil).getTime() - nowMs) / 60_000));
  return t`It rests after its last machine for ${formatMinutes(minutes)} more.`;
}

/** Why a breaker is open and what closes it; for seats and for whole labs. */
export function describeBreaker(breaker: Seat['breaker']): string {
  if (!breaker) return t`It closed itself after failures.`;
  const why = t`It closed itself ${formatDateTime(breaker.openedAt)}: ${sayContract(breaker.reason)}`;
  const next = breaker.triesAgainAt
    ? t`A canary tries again ${formatDateTime(breaker.triesAgainAt)} and opens it when that works.`
    : t`It stays closed until somebody of the house has looked and opens it.`;
  return `${why} ${next}`;
}
