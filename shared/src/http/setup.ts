import { z } from 'zod';

/** `GET /api/v1/setup`: public. `needed` until the first admin exists. */
export const SetupStatus = z.object({ needed: z.boolean() });
export type SetupStatus = z.infer<typeof SetupStatus>;

/** `POST /api/v1/setup`: the signed-in member becomes the first admin with the one-time code printed by the server. */
export const SetupRequest = z.object({ code: z.string().trim().min(1).max(100) });
export type SetupRequest = z.infer<typeof SetupRequest>;
