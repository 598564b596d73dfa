import { z } from 'zod';
import { MachineState } from '../states/machine.ts';
import { QueueBlock } from '../states/queue-block.ts';
import { Worker } from './admin-workers.ts';

/** One machine that waits, in the order in which the allocator takes them. */
export const WaitingMachine = z.object({
  machineId: z.uuid(),
  name: z.string(),
  productName: z.string(),
  ownerName: z.string().nullable(),
  poolName: z.string(),
  labName: z.string(),
  /** 2 = member's, 1 = trial, 0 = stock; raised by one for every five minutes waited. */
  priority: z.int().nonnegative(),
  position: z.int().positive(),
  waitingSince: z.iso.datetime(),
  deadlineAt: z.iso.datetime(),
  blocked: QueueBlock.nullable(),
});
export type WaitingMachine = z.infer<typeof WaitingMachine>;

/** One lease: which worker got a machine, how fast it accepted, and how it ended. */
export const Placement = z.object({
  leaseId: z.uuid(),
  machineId: z.uuid(),
  machineName: z.string(),
  machineState: MachineState,
  workerId: z.uuid(),
  workerName: z.string(),
  grantedAt: z.iso.datetime(),
  /** From the machine's place in the queue to this lease. */
  waitedMs: z.int().nonnegative().nullable(),
  acceptedAfterMs: z.int().nonnegative().nullable(),
  releasedAt: z.iso.datetime().nullable(),
  releaseReason: z.string().nullable(),
});
export type Placement = z.infer<typeof Placement>;

/** The fleet as it is now. `waiting` has at most 100 rows of `waitingCount`; `placements` the newest 30. */
export const FleetSnapshot = z.object({
  at: z.iso.datetime(),
  workers: z.array(Worker),
  slots: z.object({ total: z.int(), used: z.int(), free: z.int() }),
  /** Places on the seats of all open labs that could be taken now: without one nothing starts, however many slots are free. */
  freePlaces: z.int().nonnegative(),
  waitingCount: z.int().nonnegative(),
  waiting: z.array(WaitingMachine),
  placements: z.array(Placement),
  /** Over the last hour; null when there was none. */
  medianWaitMs: z.int().nullable(),
  medianPrepareMs: z.int().nullable(),
});
export type FleetSnapshot = z.infer<typeof FleetSnapshot>;

/**
 * `GET /api/v1/admin/fleet` (admin.workers.read). The same over WebSocket at `/api/v1/admin/fleet/live`: a LiveSocketFrame
 * `fleet` with a whole FleetSnapshot, first at once and then at most one a second, when something changed.
 */
export const fleetFrames = { fleet: FleetSnapshot } as const;
