import { z } from 'zod';
import { PageQuery, pageOf } from './page.ts';

/**
 * What is stuck or broken, the worst kind first. `shared/src/incident-words.ts` says each in words. `params` of an incident are the
 * numbers and names of its kind: ledger_wrong `coins`; lab_not_ending, outbox_failed, hold_stuck, worker_silent, worker_revoked_holding
 * `count`; machine_stuck `state`; order_overdue `order`; seat_miscounted, worker_miscounted `counted`, `found`; loop_stuck `loop`.
 */
export const IncidentKind = z.enum([
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
  'outbox_failed',
  'start_grace',
]);
export type IncidentKind = z.infer<typeof IncidentKind>;

/** `bad`: something is at a standstill or at risk now. `notice`: it passes by itself and asks for nothing. */
export const IncidentSeverity = z.enum(['bad', 'warning', 'notice']);
export type IncidentSeverity = z.infer<typeof IncidentSeverity>;

/** What an admin may do about an incident by hand; each is a route of its own with a permission of its own. */
export const IncidentAct = z.enum(['end_session', 'release_seat', 'settle', 'refund', 'look_now']);
export type IncidentAct = z.infer<typeof IncidentAct>;

/** Names an incident as long as it lasts, and its earlier times: its kind and what it is about. */
export const IncidentId = z.string().regex(/^[a-z_]{3,40}:[\w.:~-]{1,100}$/);
export type IncidentId = z.infer<typeof IncidentId>;

/** What an incident is about, as far as it is about one of each. */
const Subjects = z.object({
  machineId: z.uuid().nullable(),
  labSessionId: z.uuid().nullable(),
  seatId: z.uuid().nullable(),
  labId: z.uuid().nullable(),
  workerId: z.uuid().nullable(),
  /** What an inventory found at the lab. */
  findingId: z.uuid().nullable(),
});

export const Incident = Subjects.extend({
  id: IncidentId,
  kind: IncidentKind,
  severity: IncidentSeverity,
  /** The machine's, lab's, seat's or worker's name; empty for the house's own. */
  name: z.string(),
  /** Why, in the words that were written down then. */
  reason: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  /** When the system tries again, or when a time is over; null = it looks all the time, or cannot mend it. */
  nextAt: z.iso.datetime().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Incident = z.infer<typeof Incident>;

/** Query of `GET /api/v1/admin/incidents` (admin.incidents.read): what is open now, the worst first; at most 25 of a kind. */
export const IncidentListQuery = z.object({ kind: IncidentKind.optional() });
export type IncidentListQuery = z.infer<typeof IncidentListQuery>;

/** `counts` by kind are of all that is open, also beyond the 25 that are listed. */
export const IncidentList = z.object({
  items: z.array(Incident),
  counts: z.partialRecord(IncidentKind, z.int().positive()),
});
export type IncidentList = z.infer<typeof IncidentList>;

/** One time that it was open. `closedBy` null = it passed by itself, or is still open. */
export const IncidentTime = z.object({
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  /** Who had acted on it before it closed. */
  closedBy: z.string().nullable(),
});
export type IncidentTime = z.infer<typeof IncidentTime>;

/** Query of `GET /api/v1/admin/incidents/closed`: what closed, newest first. */
export const ClosedIncidentQuery = PageQuery.extend({ kind: IncidentKind.optional() });
export type ClosedIncidentQuery = z.infer<typeof ClosedIncidentQuery>;

export const ClosedIncident = IncidentTime.extend({
  /** Of this one time. */
  id: z.uuid(),
  incidentId: IncidentId,
  kind: IncidentKind,
  severity: IncidentSeverity,
  name: z.string(),
  reason: z.string().nullable(),
  closedAt: z.iso.datetime(),
});
export type ClosedIncident = z.infer<typeof ClosedIncident>;
export const ClosedIncidentPage = pageOf(ClosedIncident);
export type ClosedIncidentPage = z.infer<typeof ClosedIncidentPage>;

/** `GET /api/v1/admin/incidents/:id`. `open` false = it passed; then only its times and what was done are left. */
export const IncidentDetail = z.object({
  open: z.boolean(),
  incident: Incident,
  acts: z.array(IncidentAct),
  /** What the acts need to know. */
  session: z
    .object({
      tag: z.string(),
      state: z.string(),
      /** The lab must have ended it by itself then, whatever it says. */
      surelyOverAt: z.iso.datetime(),
      isSurelyOver: z.boolean(),
    })
    .nullable(),
  charge: z.object({ paid: z.int(), held: z.int(), refunded: z.int(), refundable: z.int() }).nullable(),
  /** Its newest times first. */
  times: z.array(IncidentTime),
  /** What people and the system did to what it is about since it opened, from the audit log, newest first. */
  done: z.array(
    z.object({
      at: z.iso.datetime(),
      actorName: z.string(),
      action: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

const reason = z.string().trim().min(3, 'at least 3 characters').max(500, 'at most 500 characters');

/**
 * `POST /api/v1/admin/lab-sessions/:id/end` (Idempotency-Key; admin.incidents.end_session): the lab is asked now, by a worker, to end what
 * runs for a machine that is over. `POST /api/v1/admin/lab-findings/:id/end`: the same for what an inventory found. `POST /api/v1/admin/seats/:id/look` (admin.incidents.look): a worker looks now at what runs on a seat.
 * `POST /api/v1/admin/machines/:id/settle` (admin.machines.stop): what should have happened by itself is done now by the ordinary path.
 */
export const IncidentActRequest = z.object({ reason });
export type IncidentActRequest = z.infer<typeof IncidentActRequest>;

/** What came of it: `asked` = a worker is on its way; `asking` = one is at it just now; `waiting` = as soon as a worker is free; `done`. */
export const IncidentActAnswer = z.object({ outcome: z.enum(['asked', 'asking', 'waiting', 'done']) });
export type IncidentActAnswer = z.infer<typeof IncidentActAnswer>;

/**
 * `POST /api/v1/admin/lab-sessions/:id/write-off` (Idempotency-Key; admin.incidents.release_seat, fresh): takes a lab session as ended on a
 * person's word; its seat is free. Before `surelyOverAt` only for a machine that is over, and only with the session's tag as
 * `certainOfTag`: else 409 lab_session_may_run. 409 lab_session_ended when it ended meanwhile.
 */
export const ReleaseSeatRequest = z.object({ reason, certainOfTag: z.string().max(100).optional() });
export type ReleaseSeatRequest = z.infer<typeof ReleaseSeatRequest>;

/**
 * `POST /api/v1/admin/machines/:id/refund` (Idempotency-Key; admin.machines.refund, fresh): coins of a machine that is over go back to its
 * owner, never more than was taken and not yet given back: 409 refund_exceeds_charge with `refundable`. 409 machine_not_refundable while
 * it runs, when its end still settles the coins.
 */
export const RefundMachineRequest = z.object({ coins: z.int('a whole number').min(1, 'at least 1'), reason });
export type RefundMachineRequest = z.infer<typeof RefundMachineRequest>;
export const RefundMachineAnswer = z.object({
  refunded: z.int().positive(),
  refundable: z.int().nonnegative(),
});
export type RefundMachineAnswer = z.infer<typeof RefundMachineAnswer>;
