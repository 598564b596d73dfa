import { z } from 'zod';
import { WorkerLiveness, WorkerState } from '../states/worker.ts';
import { Label } from './admin-pools.ts';

/** A worker as admins see it. `used`/`capacity` are slots; `load` is what it last reported. */
export const Worker = z.object({
  id: z.uuid(),
  name: z.string(),
  poolId: z.uuid(),
  poolName: z.string(),
  labels: z.array(z.string()),
  state: WorkerState,
  liveness: WorkerLiveness,
  capacity: z.int().positive(),
  used: z.int().nonnegative(),
  version: z.string().nullable(),
  protocol: z.int().nullable(),
  enrolledAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
  connectedSince: z.iso.datetime().nullable(),
  drainDeadlineAt: z.iso.datetime().nullable(),
  /** Why it is locked or revoked, for people. */
  stateReason: z.string().nullable(),
  /** It failed too often lately and gets no member's machine until a probe passes. */
  failing: z.object({ since: z.iso.datetime(), reason: z.string() }).nullable(),
  load: z
    .object({
      workerRssBytes: z.int(),
      browserRssBytes: z.int().nullable(),
      load1: z.number(),
      browserRunning: z.boolean(),
    })
    .nullable(),
  machines: z.array(z.object({ id: z.uuid(), name: z.string(), state: z.string(), epoch: z.int() })),
});
export type Worker = z.infer<typeof Worker>;
export const WorkerList = z.object({ items: z.array(Worker) });
export type WorkerList = z.infer<typeof WorkerList>;

/** `POST /api/v1/admin/workers/enrolment-tokens` (Idempotency-Key): a token for one worker, valid 15 min, shown once. */
export const CreateEnrolmentTokenRequest = z.object({
  poolId: z.uuid(),
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
  capacity: z.int().min(1).max(64),
  labels: z.array(Label).max(20).default([]),
});
export type CreateEnrolmentTokenRequest = z.infer<typeof CreateEnrolmentTokenRequest>;
export const EnrolmentToken = z.object({
  /** Null when the same request is answered again: it was shown already. */
  token: z.string().nullable(),
  secretAlreadyShown: z.boolean(),
  expiresAt: z.iso.datetime(),
  /** The line to run on the worker's host. */
  command: z.string(),
});
export type EnrolmentToken = z.infer<typeof EnrolmentToken>;

/**
 * `PUT /api/v1/admin/workers/:id` (admin.workers.enrol): its labels and slots from now on. What runs stays; with fewer slots than it
 * has machines nothing new comes until it is below.
 */
export const EditWorkerRequest = z.object({
  capacity: CreateEnrolmentTokenRequest.shape.capacity,
  labels: z.array(Label).max(20),
});
export type EditWorkerRequest = z.infer<typeof EditWorkerRequest>;

/** `POST /api/v1/admin/workers/:id/drain` (Idempotency-Key): no new work; what runs at the deadline is handed over, or ended. */
export const DrainWorkerRequest = z.object({
  deadlineMinutes: z.int().min(0).max(1440),
  reason: z.string().trim().min(3).max(500),
});
export type DrainWorkerRequest = z.infer<typeof DrainWorkerRequest>;

/** `POST /api/v1/admin/workers/:id/revoke` (Idempotency-Key): its key is void at once; its machines are taken over or refunded. */
export const RevokeWorkerRequest = z.object({ reason: z.string().trim().min(3).max(500) });
export type RevokeWorkerRequest = z.infer<typeof RevokeWorkerRequest>;

/** `POST /api/v1/workers/enrol` (public, by token): registers the public half of a key made on the worker's host. */
export const EnrolWorkerRequest = z.object({
  token: z.string().min(20).max(200),
  /** Ed25519 public key, DER SubjectPublicKeyInfo, base64. */
  publicKey: z.string().min(40).max(200),
  version: z.string().max(100),
});
export type EnrolWorkerRequest = z.infer<typeof EnrolWorkerRequest>;
export const EnrolWorkerResponse = z.object({ workerId: z.uuid(), brokerId: z.uuid(), name: z.string() });
export type EnrolWorkerResponse = z.infer<typeof EnrolWorkerResponse>;
