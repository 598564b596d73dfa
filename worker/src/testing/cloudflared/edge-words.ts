import { z } from 'zod';

/** The first line to the stand-in edge: who speaks. */
export const EdgeHello = z.discriminatedUnion('role', [
  z.object({ role: z.literal('connector'), token: z.string() }),
  z.object({ role: z.literal('stream'), id: z.string() }),
  z.object({ role: z.literal('visitor'), hostname: z.string() }),
  z.object({ role: z.literal('quick') }),
]);
export type EdgeHello = z.infer<typeof EdgeHello>;

/** Its answer. */
export const EdgeAnswer = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ error: z.string() }),
  z.object({ hostname: z.string(), token: z.string() }),
]);
export type EdgeAnswer = z.infer<typeof EdgeAnswer>;

/** To a connector: somebody visits. */
export const EdgeVisit = z.object({ open: z.string() });
export type EdgeVisit = z.infer<typeof EdgeVisit>;
