import { z } from 'zod';

/**
 * What the record says of a worker: `active`, `draining` (no new work, has a deadline), `drained` (nothing left, may go),
 * `revoked` (its key is void) or `locked` (its key was seen twice; an admin must look).
 */
export const WorkerState = z.enum(['active', 'draining', 'drained', 'revoked', 'locked']);
export type WorkerState = z.infer<typeof WorkerState>;

/** How alive a worker is, by the age of its last heartbeat on the database's clock. */
export const WorkerLiveness = z.enum(['connected', 'suspect', 'lost', 'never_seen']);
export type WorkerLiveness = z.infer<typeof WorkerLiveness>;
