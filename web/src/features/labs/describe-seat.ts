import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { formatMinutes } from '../../lib/format.ts';
import type { BadgeTone } from '../../ui/badge.tsx';

export const seatStateLooks = {
  free: { label: 'Free', tone: 'ok' },
  in_use: { label: 'In use', tone: 'busy' },
  cooling: { label: 'Resting', tone: 'coin' },
  out_of_hours: { label: 'Outside its hours', tone: 'neutral' },
  used_up: { label: 'Used up', tone: 'bad' },
  disabled: { label: 'Disabled', tone: 'bad' },
  lab_closed: { label: 'Lab closed', tone: 'bad' },
} as const satisfies Record<Seat['state'], { label: string; tone: BadgeTone }>;

/** Why a seat could or could not carry one more machine now. */
export function describeSeat(seat: Seat, nowMs: number): string {
  switch (seat.state) {
    case 'free':
      return 'It could carry one more machine now.';
    case 'in_use':
      return 'It carries as many machines as it may.';
    case 'cooling':
      return describeRest(seat.coolingUntil, nowMs);
    case 'out_of_hours':
      return 'It may not be used at this time of the week.';
    case 'used_up':
      return 'It has started as many machines as it may.';
    case 'disabled':
      return seat.disabled ? `Disabled: ${seat.disabled.reason}` : 'Disabled.';
    case 'lab_closed':
      return 'Its lab is closed.';
  }
}

function describeRest(coolingUntil: string | null, nowMs: number): string {
  if (!coolingUntil) return 'It rests after its last machine.';
  const minutes = Math.max(1, Math.ceil((new Date(coolingUntil).getTime() - nowMs) / 60_000));
  return `It rests after its last machine for ${formatMinutes(minutes)} more.`;
}
