import { z } from 'zod';

/** Worker → broker: the new join counter is on my disk. Only now does the broker count this join. */
export const Joined = z.object({ type: z.literal('joined'), joinCounter: z.int().nonnegative() });
export type Joined = z.infer<typeof Joined>;
