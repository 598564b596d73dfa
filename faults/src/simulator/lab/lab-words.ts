import { z } from 'zod';

/** What the fake lab answers, as its recipe reads it. */
export const LabMachineState = z.enum(['starting', 'live', 'restarting', 'ending', 'ended']);
export type LabMachineState = z.infer<typeof LabMachineState>;

export const SignedIn = z.object({ token: z.string() });
export const Started = z.object({ ref: z.string() });
export const Listed = z.object({
  machines: z.array(z.object({ ref: z.string(), label: z.string(), state: LabMachineState })),
});
export const Shown = z.object({
  state: LabMachineState,
  endsInMs: z.number(),
  connection: z.object({
    host: z.string(),
    port: z.int(),
    username: z.string(),
    password: z.string(),
    hostKeyFingerprint: z.string(),
  }),
});
export type Shown = z.infer<typeof Shown>;

export const SignInOrder = z.object({ username: z.string(), password: z.string(), worker: z.string() });
export const StartOrder = z.object({ label: z.string(), minutes: z.number() });
export const ExtendOrder = z.object({ minutes: z.number() });
