import { z } from 'zod';
import { IncidentId, type IncidentKind } from './admin-incidents.ts';

/** `GET /api/v1/admin/overview?days=1|7|30` (admin.overview.read): days are UTC days, today included. */
export const OverviewQuery = z.object({
  days: z.enum(['1', '7', '30']).default('7').transform(Number),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

type HouseNeedKind =
  | 'sign_in_failing'
  | 'mail_kept'
  | 'operator_webhook_gone'
  | 'discord_failing'
  | 'seat_disabled'
  | 'seat_used_up'
  | 'lab_without_permission'
  | 'lab_disabled'
  | 'admin_without_second_factor'
  | 'pages_not_written';

/**
 * What waits for a person: every kind of incident, and what is to be set up or was switched off. The page has a sentence for each; `params`
 * are its numbers, names and ids (of incidents those of shared/src/http/admin-incidents.ts, with `machineId`, `labId`, `seatId`, `workerId`).
 *
 * lab_disabled, lab_without_permission: `labId`. seat_disabled, seat_used_up: `seatId`, `labId`. sign_in_failing: `provider`.
 * admin_without_second_factor: `userId`. pages_not_written: `page`. mail_kept: `count`. operator_webhook_gone, discord_failing: nothing.
 */
export const NeedKind = z.enum([
  'ledger_wrong',
  'mass_outage',
  'loop_stuck',
  'worker_locked',
  'lab_breaker_open',
  'lab_not_ending',
  'lab_session_unknown',
  'lab_session_stuck',
  'lab_second_session',
  'lab_orphan',
  'hold_stuck',
  'machine_stuck',
  'order_overdue',
  'seat_miscounted',
  'worker_miscounted',
  'sign_in_failing',
  'mail_kept',
  'operator_webhook_gone',
  'discord_failing',
  'tunnels_failing',
  'tunnel_stuck',
  'worker_revoked_holding',
  'worker_silent',
  'worker_failing',
  'machine_needs_operator',
  'machine_degraded',
  'seat_breaker_open',
  'lab_missing',
  'lab_renamed',
  'lab_stranger',
  'inventory_stale',
  'backup_stale',
  'seat_disabled',
  'seat_used_up',
  'lab_without_permission',
  'lab_disabled',
  'outbox_failed',
  'admin_without_second_factor',
  'pages_not_written',
  'start_grace',
] satisfies (IncidentKind | HouseNeedKind)[]);
export type NeedKind = z.infer<typeof NeedKind>;

export const Need = z.object({
  kind: NeedKind,
  /** The lab's, seat's, worker's, machine's or member's name. */
  name: z.string(),
  /** Why, in the words that were written down then. */
  reason: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Of what is stuck: its page has more. */
  incidentId: IncidentId.nullable(),
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
