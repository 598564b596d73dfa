import { z } from 'zod';
import { ChargeState } from '../states/charge.ts';
import { EndReason } from '../states/end-reason.ts';
import { MachineState } from '../states/machine.ts';
import { ProvisionFailure } from '../states/provision-failure.ts';
import { ProvisionStep, ProvisionStepState } from '../states/provision-step.ts';

const base = { n: z.int().positive(), at: z.iso.datetime() };

/** One numbered event of one machine; `n` counts from 1 without gaps. */
export const MachineEvent = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('requested') }),
  z.object({
    ...base,
    kind: z.literal('state'),
    from: MachineState,
    to: MachineState,
    reason: EndReason.nullable(),
  }),
  z.object({
    ...base,
    kind: z.literal('step'),
    step: ProvisionStep,
    state: ProvisionStepState,
    attempt: z.int().positive(),
    failure: ProvisionFailure.nullable(),
  }),
  z.object({
    ...base,
    kind: z.literal('retry'),
    attempt: z.int().positive(),
    failure: ProvisionFailure.nullable(),
    text: z.string(),
  }),
  z.object({
    ...base,
    kind: z.literal('charge'),
    state: ChargeState,
    price: z.int(),
    refunded: z.int(),
  }),
  z.object({ ...base, kind: z.literal('expiry_warning'), minutesLeft: z.int() }),
  z.object({ ...base, kind: z.literal('lab_session_ended') }),
]);
export type MachineEvent = z.infer<typeof MachineEvent>;
