import { z } from 'zod';

/** One window of a seat's week, in the seat's time zone: minutes of the day, `to` not included; 1440 = midnight. */
export const SeatWindow = z
  .object({
    /** 1 = Monday … 7 = Sunday. */
    weekday: z.int().min(1).max(7),
    fromMinute: z.int().min(0).max(1439),
    toMinute: z.int().min(1).max(1440),
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, {
    path: ['toMinute'],
    message: 'must be later than its beginning',
  });
export type SeatWindow = z.infer<typeof SeatWindow>;

const timeZone = z
  .string()
  .max(60)
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'is no time zone');

const terms = z.object({
  username: z.string().trim().min(1).max(200),
  note: z.string().trim().max(500).default(''),
  /** How many machines it carries at once. */
  maxConcurrent: z.int().min(1).max(1000).default(1),
  /** How many machines it may ever start; null = no limit. */
  maxUses: z.int().min(0).max(1_000_000).nullable().default(null),
  /** The longest machine it may carry; null = as long as products say. */
  maxMinutes: z.int().min(1).max(43_200).nullable().default(null),
  /** Rest after each machine. */
  cooldownMinutes: z.int().min(0).max(10_080).default(0),
  timeZone: timeZone.default('UTC'),
  /** When it may be used; empty = always. Windows of one day do not overlap. */
  hours: z.array(SeatWindow).max(50).default([]),
});

/** What an admin writes of a new seat. The password is encrypted, used by workers, and never shown again. */
export const SeatDraft = terms.extend({ password: z.string().min(1).max(500) });
export type SeatDraft = z.infer<typeof SeatDraft>;

/** `PUT /api/v1/admin/seats/:id`: without `password` the present one stays. */
export const EditSeatRequest = terms.extend({
  revision: z.int().positive(),
  password: z.string().min(1).max(500).optional(),
});
export type EditSeatRequest = z.infer<typeof EditSeatRequest>;

/** A lab account of the operator's. There is no way to read its password back. */
export const Seat = terms.extend({
  id: z.uuid(),
  labId: z.uuid(),
  revision: z.int().positive(),
  secretChangedAt: z.iso.datetime(),
  inUse: z.int().nonnegative(),
  uses: z.int().nonnegative(),
  coolingUntil: z.iso.datetime().nullable(),
  disabled: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable(),
  /** Opened by itself after failures; null = closed, all is well. */
  breaker: z
    .object({ openedAt: z.iso.datetime(), reason: z.string(), triesAgainAt: z.iso.datetime().nullable() })
    .nullable(),
  /** Whether a signed-in browser of it is kept. */
  hasCookies: z.boolean(),
  /** Whether it could carry one more machine now, and if not why. */
  state: z.enum([
    'free',
    'in_use',
    'cooling',
    'out_of_hours',
    'used_up',
    'resting',
    'disabled',
    'lab_closed',
  ]),
  machines: z.array(z.object({ id: z.uuid(), name: z.string(), state: z.string() })),
  createdAt: z.iso.datetime(),
});
export type Seat = z.infer<typeof Seat>;

/**
 * `GET /api/v1/admin/labs/:id/seats`, by user name; `POST` there (201) takes a SeatDraft. `POST /api/v1/admin/seats/:id/disable`
 * {reason} and `…/reopen` {reason} (Idempotency-Key). `DELETE` only when it never carried a machine.
 */
export const SeatList = z.object({ items: z.array(Seat) });
export type SeatList = z.infer<typeof SeatList>;

export const DisableSeatRequest = z.object({ reason: z.string().trim().min(3).max(500) });
export type DisableSeatRequest = z.infer<typeof DisableSeatRequest>;
