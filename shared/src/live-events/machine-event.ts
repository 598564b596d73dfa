import { z } from 'zod';
import { ChargeState } from '../states/charge.ts';
import { EndReason } from '../states/end-reason.ts';
import { ExtensionState, RestartState } from '../states/machine-order.ts';
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
  /** Time was bought: `pending` until the lab gave it, then `applied`, else `refused` and paid back. */
  z.object({
    ...base,
    kind: z.literal('extension'),
    state: ExtensionState,
    minutes: z.int().positive(),
    price: z.int().nonnegative(),
    automatic: z.boolean(),
    /** Why it was refused. */
    text: z.string().nullable(),
  }),
  z.object({ ...base, kind: z.literal('auto_extend'), enabled: z.boolean(), text: z.string().nullable() }),
  z.object({ ...base, kind: z.literal('restart'), state: RestartState, text: z.string().nullable() }),
  z.object({ ...base, kind: z.literal('health'), degraded: z.boolean(), text: z.string() }),
  z.object({ ...base, kind: z.literal('idle_warning'), minutesLeft: z.int() }),
  z.object({ ...base, kind: z.literal('lab_session_ended') }),
]);
export type MachineEvent = z.infer<typeof MachineEvent>;
