import { z } from 'zod';

/** The steps of `provisioning`, in their order; the page shows them as a checklist with times. */
export const ProvisionStep = z.enum([
  'sign_in',
  'start_lab',
  'wait_for_lab',
  'open_shell',
  'bootstrap',
  'open_tunnel',
  'verify',
]);
export type ProvisionStep = z.infer<typeof ProvisionStep>;

export const ProvisionStepState = z.enum(['running', 'done', 'failed']);
export type ProvisionStepState = z.infer<typeof ProvisionStepState>;

/** Steps at whose failure a person of the operator's may do by hand what the lab asks for. */
export const stepsForOperators: ReadonlySet<ProvisionStep> = new Set([
  'sign_in',
  'start_lab',
  'wait_for_lab',
  'open_shell',
]);

/** What each step is called on the page. */
export const provisionStepLabels = {
  sign_in: 'Sign in to the lab',
  start_lab: 'Ask the lab for a machine',
  wait_for_lab: 'Wait until the lab has started it',
  open_shell: 'Open a shell',
  bootstrap: 'Set up the machine',
  open_tunnel: 'Open a way in',
  verify: 'Check that you can log in',
} as const satisfies Record<ProvisionStep, string>;
