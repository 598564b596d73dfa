import { z } from 'zod';
import { LogChunk } from '../live-events/log-line.ts';
import { MachineEvent } from '../live-events/machine-event.ts';
import { ChargeState } from '../states/charge.ts';
import { EndReason } from '../states/end-reason.ts';
import { LabSessionState } from '../states/lab-session.ts';
import { MachinePurpose, MachineState } from '../states/machine.ts';
import { ProvisionFailure } from '../states/provision-failure.ts';
import { ProvisionStep, ProvisionStepState } from '../states/provision-step.ts';
import { QueueBlock } from '../states/queue-block.ts';
import { Tunnel } from '../states/tunnel.ts';
import { pageOf } from './page.ts';
import { QueueWait } from './queue-wait.ts';

/**
 * `POST /api/v1/machines` (202, Idempotency-Key): buys one machine. With the `revision` at which the buyer saw the product, other terms
 * are refused (`product_changed`); without it the terms of that moment are taken. `price` is the one that this member saw, which their
 * perks may have changed since: another one is refused alike.
 */
export const BuyMachineRequest = z.object({
  productId: z.uuid(),
  revision: z.int().positive().optional(),
  price: z.int().nonnegative().optional(),
});
export type BuyMachineRequest = z.infer<typeof BuyMachineRequest>;

/** One row of the checklist. `attempt` counts the tries over all workers, from 1. */
export const MachineStep = z.object({
  step: ProvisionStep,
  state: ProvisionStepState,
  attempt: z.int().positive(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  failure: ProvisionFailure.nullable(),
});
export type MachineStep = z.infer<typeof MachineStep>;

/** A queued machine's place, true among those that the same pool and lab could serve. */
export const QueuePlace = z.object({
  /** From 1, among `of` waiting. */
  position: z.int().positive(),
  of: z.int().positive(),
  /** Until it is ready; null while nothing was measured or it is blocked. */
  wait: QueueWait.nullable(),
  /** Why nothing can serve it now, however long it waits; null when something can. */
  blocked: QueueBlock.nullable(),
  /** When it is given up and all its coins come back, if no place was free until then. */
  givesUpAt: z.iso.datetime(),
});
export type QueuePlace = z.infer<typeof QueuePlace>;

/** What a member may buy more of. `canExtend` says whether now; `whyNot` the reason. */
export const ExtensionOffer = z.object({
  minutes: z.int().positive(),
  price: z.int().nonnegative(),
  canExtend: z.boolean(),
  whyNot: z
    .enum([
      'not_ready',
      'pending',
      'too_late',
      'max_life',
      'restarting',
      /** It is degraded: nobody can reach it. */
      'unreachable',
      /** Its worker does not speak of extensions yet. */
      'lab_closed',
      /** Our account at the lab was taken out of use. */
      'seat_closed',
      /** Our account at the lab may not be used until the new end. */
      'seat',
    ])
    .nullable(),
  /** The latest end that extensions can reach; null = no bound, or not ready yet. */
  latestEndAt: z.iso.datetime().nullable(),
  /** One that waits for the lab. */
  pending: z.object({ minutes: z.int().positive(), requestedAt: z.iso.datetime() }).nullable(),
});
export type ExtensionOffer = z.infer<typeof ExtensionOffer>;

/** `degraded`: the way in failed several checks in a row; at `degradedUntil` the machine is given up with a refund. */
export const MachineHealth = z.object({
  state: z.enum(['unchecked', 'ok', 'failing', 'degraded']),
  checkedAt: z.iso.datetime().nullable(),
  degradedSince: z.iso.datetime().nullable(),
  degradedUntil: z.iso.datetime().nullable(),
});
export type MachineHealth = z.infer<typeof MachineHealth>;

/** A machine as its owner sees it. Times are UTC; `steps` are those of the newest attempt, in order. */
export const Machine = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Null for a canary, which only admins see. */
  productId: z.uuid().nullable(),
  productName: z.string(),
  state: MachineState,
  /** Set as soon as an end was decided (also while `stopping`). */
  endReason: EndReason.nullable(),
  /** A plain sentence about the failure, when there was one. */
  endDetail: z.string().nullable(),
  durationMinutes: z.int().positive(),
  requestedAt: z.iso.datetime(),
  assignedAt: z.iso.datetime().nullable(),
  readyAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** While queued. Null in the answer to a purchase: the place follows in the live data. */
  queue: QueuePlace.nullable(),
  attempt: z.int().positive(),
  steps: z.array(MachineStep),
  /** The purchase and every extension that was not refused, added up; `state` is the purchase's. Null when nobody pays (stock, canary). */
  charge: z
    .object({
      state: ChargeState,
      price: z.int().nonnegative(),
      fromEarned: z.int().nonnegative(),
      fromBought: z.int().nonnegative(),
      refunded: z.int().nonnegative(),
    })
    .nullable(),
  canCancel: z.boolean(),
  canStop: z.boolean(),
  /** Whether the coins for the unused time come back when its owner stops it: as it was bought, whatever the product says now. */
  refundsUnusedOnStop: z.boolean(),
  /** What more time costs; null when the product does not offer any. */
  extension: ExtensionOffer.nullable(),
  autoExtend: z.boolean(),
  /** Why auto-extend switched itself off; null while it did not. */
  autoExtendStopped: z.string().nullable(),
  restart: z.object({
    /** Ready, the lab can restart machines, and nothing else is being done to it. */
    canRestart: z.boolean(),
    /** Set while a restart runs: the way in is closed until it is done. */
    pendingSince: z.iso.datetime().nullable(),
    /** What was said of the last one when it failed. */
    failure: z.string().nullable(),
  }),
  /** Whether the way in of a ready machine answers; null when it is not ready. */
  health: MachineHealth.nullable(),
  /** Null when the product does not end idle machines. */
  idle: z
    .object({
      limitMinutes: z.int().positive(),
      /** Nobody has used it since then; null while it is used or the lab does not tell. */
      since: z.iso.datetime().nullable(),
      endsAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** Set while a person of the operator's does something by hand at the lab; at that time it is given up. */
  needsOperatorUntil: z.iso.datetime().nullable(),
  /** Whether a terminal can be opened in the page: it is ready, and its worker speaks of terminals. */
  hasTerminal: z.boolean(),
  logBytes: z.int().nonnegative(),
  logCapped: z.boolean(),
});
export type Machine = z.infer<typeof Machine>;

/** `GET /api/v1/machines?state=active|ended`: newest first. */
export const MachineListQuery = z.object({
  state: z.enum(['active', 'ended', 'all']).default('all'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type MachineListQuery = z.infer<typeof MachineListQuery>;
export const MachinePage = pageOf(Machine);
export type MachinePage = z.infer<typeof MachinePage>;

/** `GET /api/v1/machines/:id/events?after=n`: in order. */
export const MachineEventPage = z.object({ items: z.array(MachineEvent) });
export type MachineEventPage = z.infer<typeof MachineEventPage>;

/** `GET /api/v1/machines/:id/logs?after=<epoch.seq>`: up to 1 MiB, in order; `next` resumes. `text=1` answers text/plain. */
export const MachineLogPage = z.object({ items: z.array(LogChunk), next: z.string(), capped: z.boolean() });
export type MachineLogPage = z.infer<typeof MachineLogPage>;

/** A way into a ready machine. Only its owner sees it; `password` is the machine's own and random. */
export const Endpoint = z.object({
  kind: z.enum(['ssh']),
  tunnel: Tunnel,
  host: z.string(),
  port: z.int().positive(),
  username: z.string(),
  /** Null for an admin who looks through the owner’s eyes, and where the machine takes keys only. */
  password: z.string().nullable(),
  /** OpenSSH's PEM, for a file that only its owner may read (0600); null where a password opens it, and for that admin. */
  privateKey: z.string().nullable(),
  /** `SHA256:…` of the host key, checked by us before `ready`. */
  hostKeyFingerprint: z.string(),
  /** The whole line `[host]:port ssh-ed25519 AAAA…` for known_hosts, when the key was read. */
  knownHostsLine: z.string().nullable(),
  verifiedAt: z.iso.datetime(),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** `GET /api/v1/machines/:id/endpoints`: empty unless the machine is ready. Never cached. */
export const EndpointList = z.object({ items: z.array(Endpoint) });
export type EndpointList = z.infer<typeof EndpointList>;

/** `PUT /api/v1/machines/:id/auto-extend`: buys an extension by itself shortly before the end, as long as the coins last. */
export const AutoExtendRequest = z.object({ enabled: z.boolean() });
export type AutoExtendRequest = z.infer<typeof AutoExtendRequest>;

/** `GET /api/v1/machines/:id/health` and `…/admin/machines/:id/health`: the newest checks first, at most 240 (two hours). */
export const MachineHealthHistory = z.object({
  items: z.array(
    z.object({
      at: z.iso.datetime(),
      ok: z.boolean(),
      latencyMs: z.int().nonnegative().nullable(),
      detail: z.string().nullable(),
    }),
  ),
});
export type MachineHealthHistory = z.infer<typeof MachineHealthHistory>;

/** An admin's view of a machine: the owner's view plus who, where and what the lab runs. */
export const AdminMachine = Machine.extend({
  owner: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
  worker: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  seat: z.object({ id: z.uuid(), username: z.string() }).nullable(),
  epoch: z.int().nonnegative(),
  labSessions: z.array(
    z.object({
      id: z.uuid(),
      tag: z.string(),
      epoch: z.int(),
      state: LabSessionState,
      labRef: z.string().nullable(),
      intendedAt: z.iso.datetime(),
      endedAt: z.iso.datetime().nullable(),
    }),
  ),
  evidence: z.array(z.lazy(() => EvidenceSummary)),
});
export type AdminMachine = z.infer<typeof AdminMachine>;

/** One row of the admin's machine list. */
export const AdminMachineRow = z.object({
  id: z.uuid(),
  name: z.string(),
  productName: z.string(),
  /** A `canary` is nobody's and of no product. */
  purpose: MachinePurpose,
  state: MachineState,
  endReason: EndReason.nullable(),
  endDetail: z.string().nullable(),
  ownerName: z.string().nullable(),
  ownerEmail: z.string().nullable(),
  workerName: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  price: z.int(),
  refunded: z.int(),
  evidenceCount: z.int(),
  labSessionOpen: z.boolean(),
});
export type AdminMachineRow = z.infer<typeof AdminMachineRow>;
export const AdminMachinePage = pageOf(AdminMachineRow);
export type AdminMachinePage = z.infer<typeof AdminMachinePage>;

/** What was kept of a failure: a picture, the page, console and network. Reads are audited. */
export const EvidenceSummary = z.object({
  id: z.uuid(),
  machineId: z.uuid(),
  takenAt: z.iso.datetime(),
  step: ProvisionStep.nullable(),
  failure: ProvisionFailure.nullable(),
  /** What the recipe, or the lab in its own words, said of it; empty when neither did. */
  message: z.string(),
  url: z.string(),
  hasScreenshot: z.boolean(),
});
export type EvidenceSummary = z.infer<typeof EvidenceSummary>;

/** `GET /api/v1/admin/evidence/:id`; the picture is at `…/screenshot` (image/jpeg). */
export const Evidence = EvidenceSummary.extend({
  title: z.string(),
  dom: z.string(),
  console: z.array(z.string()),
  network: z.array(z.string()),
  stepLog: z.array(z.string()),
  expiresAt: z.iso.datetime(),
});
export type Evidence = z.infer<typeof Evidence>;

/** `POST /api/v1/admin/machines/:id/stop` (Idempotency-Key): ends a machine with a refund of the unused time. */
export const AdminStopMachineRequest = z.object({ reason: z.string().trim().min(3).max(500) });
export type AdminStopMachineRequest = z.infer<typeof AdminStopMachineRequest>;
