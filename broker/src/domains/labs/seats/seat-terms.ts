import type { Seat, SeatDraft } from '@coinslot/shared/http/admin-seats.ts';
import { toMinuteRanges } from './seat-windows.ts';

export const nameOfSeat = { constraint: 'seats_lab_id_username_key', field: '/username' } as const;

const msPerMinute = 60_000;

/** What an admin writes of a seat beside its password, as columns. */
export function columnsOf(terms: Omit<SeatDraft, 'password'>) {
  const { cooldownMinutes, hours, ...same } = terms;
  return { ...same, cooldownMs: cooldownMinutes * msPerMinute, openMinutes: toMinuteRanges(hours) };
}

/** The same for the audit log. Never the password. */
export function termsOf(seat: Seat) {
  return {
    username: seat.username,
    note: seat.note,
    maxConcurrent: seat.maxConcurrent,
    maxUses: seat.maxUses,
    maxMinutes: seat.maxMinutes,
    cooldownMinutes: seat.cooldownMinutes,
    timeZone: seat.timeZone,
    hours: seat.hours,
  };
}
