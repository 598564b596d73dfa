import { type Seat, SeatDraft } from '@coinslot/shared/http/admin-seats.ts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { TypedWindow, findWindowFaults, toSeatWindows, toTypedWindows } from './hours/typed-hours.ts';

/** A seat as it is typed: its hours as times, and the password that is only ever written. */
const fields = SeatDraft.omit({ hours: true, password: true })
  .required()
  .extend({
    always: z.boolean(),
    windows: z.array(TypedWindow).max(50),
    password: z.string().max(500),
  });
export const SeatValues = fields.superRefine(({ always, windows }, context) => {
  if (always) return;
  if (windows.length === 0) context.addIssue({ code: 'custom', path: ['always'], message: t`Add a time` });
  for (const { path, message } of findWindowFaults(windows)) {
    context.addIssue({ code: 'custom', path: ['windows', ...path], message });
  }
});
export type SeatValues = z.infer<typeof fields>;

/** The same for a new seat, which needs a password. */
export const NewSeatValues = SeatValues.refine(({ password }) => password !== '', { path: ['password'] });

/** What the form shows of a seat, or of a new one. The password is never filled in. */
export function toSeatValues(seat: Seat | null): SeatValues {
  if (!seat) return newSeat();
  const { hours } = seat;
  return {
    username: seat.username,
    note: seat.note,
    maxConcurrent: seat.maxConcurrent,
    maxUses: seat.maxUses,
    maxMinutes: seat.maxMinutes,
    cooldownMinutes: seat.cooldownMinutes,
    timeZone: seat.timeZone,
    password: '',
    always: hours.length === 0,
    windows: toTypedWindows(hours),
  };
}

function newSeat(): SeatValues {
  return {
    username: '',
    password: '',
    note: '',
    maxConcurrent: 1,
    maxUses: null,
    maxMinutes: null,
    cooldownMinutes: 0,
    timeZone: ownTimeZone(),
    always: true,
    windows: [],
  };
}

/** What is sent; an empty password is left out. */
export function toSeatRequest({ always, windows, password, ...terms }: SeatValues) {
  const hours = always ? [] : toSeatWindows(windows);
  return { ...terms, hours, ...(password === '' ? {} : { password }) };
}

/** Every zone a seat may have. */
export function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

/** The zone of this browser, else UTC. */
function ownTimeZone(): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return timeZones().includes(own) ? own : 'UTC';
}
