import { z } from 'zod';

/** `GET /api/v1/admin/overview?days=1|7|30` (admin.overview.read): days are UTC days, today included. */
export const OverviewQuery = z.object({
  days: z.enum(['1', '7', '30']).default('7').transform(Number),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

/**
 * What waits for a person, worst first. The page has a sentence for each; `params` are its numbers and names.
 *
 * lab_breaker_open, lab_disabled, lab_without_permission: `labId`. lab_not_ending: `labId`, `count`. seat_disabled, seat_used_up: `seatId`, `labId`. worker_locked, worker_failing:
 * `workerId`. lab_session_unknown, lab_session_stuck: `machineId`, `labId`. machine_degraded, machine_needs_operator: `machineId`. outbox_failed: `count`.
 * sign_in_failing: `provider`. admin_without_second_factor: `userId`. pages_not_written: `page`. ledger_wrong: `coins`. mail_kept: `count`.
 * tunnel_stuck: `machineId`. operator_webhook_gone, discord_failing, tunnels_failing: nothing.
 */
export const NeedKind = z.enum([
  'ledger_wrong',
  'worker_locked',
  'lab_breaker_open',
  'lab_not_ending',
  'lab_session_unknown',
  'lab_session_stuck',
  'sign_in_failing',
  'mail_kept',
  'operator_webhook_gone',
  'discord_failing',
  'tunnels_failing',
  'tunnel_stuck',
  'worker_failing',
  'machine_needs_operator',
  'machine_degraded',
  'seat_disabled',
  'seat_used_up',
  'lab_without_permission',
  'lab_disabled',
  'outbox_failed',
  'admin_without_second_factor',
  'pages_not_written',
]);
export type NeedKind = z.infer<typeof NeedKind>;

export const Need = z.object({
  kind: NeedKind,
  /** The lab's, seat's, worker's, machine's or member's name. */
  name: z.string(),
  /** Why, in the words that were written down then. */
  reason: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Need = z.infer<typeof Need>;

export const CoinDay = z.object({
  /** YYYY-MM-DD, UTC. */
  day: z.string(),
  /** Given out: campaigns, vouchers, admins (less what admins took away). */
  granted: z.int(),
  /** Paid for machines that became ready, and for more time. */
  spent: z.int().nonnegative(),
  /** Given back for unused time. */
  refunded: z.int().nonnegative(),
});
export type CoinDay = z.infer<typeof CoinDay>;

export const Overview = z.object({
  at: z.iso.datetime(),
  /** Oldest first, every day once. */
  coins: z.array(CoinDay),
  machines: z.object({
    running: z.int().nonnegative(),
    preparing: z.int().nonnegative(),
    waiting: z.int().nonnegative(),
  }),
  /** Labs at which machines were asked for in the time, those with most failures first. */
  failuresByLab: z.array(
    z.object({
      labId: z.uuid(),
      labName: z.string(),
      machines: z.int().nonnegative(),
      failed: z.int().nonnegative(),
      /** The failure that was met most often; null = none. */
      mostly: z.string().nullable(),
    }),
  ),
  members: z.object({
    total: z.int().nonnegative(),
    newInPeriod: z.int().nonnegative(),
    /** Had a session that was used in the time. */
    active: z.int().nonnegative(),
  }),
  needsPerson: z.array(Need),
});
export type Overview = z.infer<typeof Overview>;
