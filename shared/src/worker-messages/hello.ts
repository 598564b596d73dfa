import { z } from 'zod';

/** Worker → broker: who I am, signed. `bootId` is new for every process; `joinCounter` is the last one the broker gave. */
export const Hello = z.object({
  type: z.literal('hello'),
  protocol: z.int().positive(),
  workerId: z.uuid(),
  bootId: z.uuid(),
  joinCounter: z.int().nonnegative(),
  version: z.string().max(100),
  /** Ed25519 over challengeText(), base64. */
  signature: z.string().min(80).max(100),
});
export type Hello = z.infer<typeof Hello>;
