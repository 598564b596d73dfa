import { z } from 'zod';
import { MachineState } from '../states/machine.ts';
import { ProvisionFailure } from '../states/provision-failure.ts';
import { MachineStep } from './machines.ts';
import { pageOf } from './page.ts';

/**
 * A canary is a machine without an owner that is brought up to `verify` and ended at once: it shows whether a lab's recipe works with a
 * seat. `by`: `schedule`, `breaker` (may what failed be sold again?) or the name of who asked.
 */
export const Canary = z.object({
  id: z.uuid(),
  machineId: z.uuid(),
  labId: z.uuid(),
  labName: z.string(),
  seat: z.object({ id: z.uuid(), username: z.string() }).nullable(),
  by: z.string(),
  state: MachineState,
  /** Null while it runs. */
  outcome: z.enum(['ok', 'failed', 'not_placed']).nullable(),
  failure: ProvisionFailure.nullable(),
  detail: z.string().nullable(),
  steps: z.array(MachineStep),
  evidenceIds: z.array(z.uuid()),
  askedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type Canary = z.infer<typeof Canary>;

/** `GET /api/v1/admin/labs/:id/canaries`, newest first; `GET /api/v1/admin/canaries/:id`. */
export const CanaryPage = pageOf(Canary);
export type CanaryPage = z.infer<typeof CanaryPage>;

/** `POST /api/v1/admin/labs/:id/canaries` (202, Idempotency-Key): with this seat (also a closed one), or any; a template of the lab. */
export const CanaryRequest = z.object({
  seatId: z.uuid().nullable().default(null),
  template: z.string().trim().min(1).max(200).nullable().default(null),
});
export type CanaryRequest = z.infer<typeof CanaryRequest>;
