import { z } from 'zod';

/** The first line to the stand-in edge: who speaks. */
export const EdgeHello = z.discriminatedUnion('role', [
  z.object({ role: z.literal('connector'), token: z.string() }),
  z.object({ role: z.literal('stream'), id: z.string() }),
  z.object({ role: z.literal('visitor'), hostname: z.string() }),
  z.object({ role: z.literal('quick') }),
]);
export type EdgeHello = z.infer<typeof EdgeHello>;

/** Its answer. Read without zod: that costs each of the many short-lived stand-ins a fifth of a second. */
export type EdgeAnswer = { ok: true } | { error: string } | { hostname: string; token: string };

/** To a connector: somebody visits. */
export type EdgeVisit = { open: string };
