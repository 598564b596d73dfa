import { z } from 'zod';

const Ms = z.number();

/** What a host process reads from its standard input, one line: its workers, and how patient they are. */
export const HostOrders = z.object({
  /** Of the relay; enrolment goes to the broker itself. */
  brokerUrl: z.string(),
  brokerOrigin: z.string(),
  workers: z.array(z.object({ name: z.string(), dataDir: z.string(), token: z.string().optional() })),
  timeouts: z.object({
    browserMs: Ms,
    signInMs: Ms,
    labStartMs: Ms,
    shellMs: Ms,
    tunnelMs: Ms,
    verifyMs: Ms,
    pageMs: Ms,
  }),
  logLevel: z.string(),
});
export type HostOrders = z.infer<typeof HostOrders>;
