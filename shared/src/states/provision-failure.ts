import { z } from 'zod';

/** What can go wrong while a lab's console is operated: a closed list, told apart by the recipe. */
export const ProvisionFailure = z.enum([
  'seat_refused',
  'account_blocked',
  'captcha',
  'terms',
  'second_factor',
  'no_quota',
  'seat_busy',
  'template_unknown',
  'page_timeout',
  'page_changed',
  'page_blocked',
  'lab_error',
  'lab_unreachable',
  'session_expired',
  'lab_start_failed',
  'lab_start_timeout',
  'machine_lost',
  'shell_failed',
  'bootstrap_failed',
  'tunnel_failed',
  'verify_failed',
  'browser_failed',
  'stale_intent',
  'extension_refused',
  'restart_refused',
  'internal',
]);
export type ProvisionFailure = z.infer<typeof ProvisionFailure>;

/**
 * Which failures are final and which are tried again, with the sentence the member reads.
 * `again`: another try may succeed. `opens`: the seat, or the whole lab, takes nothing new until an admin looks.
 */
export const provisionFailures = {
  seat_refused: { again: false, opens: 'seat', text: 'The lab refused our account.' },
  account_blocked: { again: false, opens: 'seat', text: 'The lab has blocked our account.' },
  captcha: { again: false, opens: 'lab', text: 'The lab asks for a human check, which we do not bypass.' },
  terms: {
    again: false,
    opens: 'seat',
    text: 'The lab wants new terms to be accepted by its account holder.',
  },
  second_factor: {
    again: false,
    opens: 'seat',
    text: 'The lab asks for a second factor of its account holder.',
  },
  no_quota: { again: false, opens: 'seat', text: 'The lab has no machines left for our account.' },
  seat_busy: { again: true, opens: null, text: 'Our account at the lab is still busy with another machine.' },
  template_unknown: {
    again: false,
    opens: null,
    text: 'The lab does not offer what this product asks for.',
  },
  page_timeout: { again: true, opens: null, text: "The lab's pages were too slow." },
  page_changed: {
    again: true,
    opens: null,
    text: "The lab's pages have changed and we could not find our way.",
  },
  page_blocked: { again: true, opens: null, text: "Something on the lab's page was in the way." },
  lab_error: { again: true, opens: null, text: 'The lab answered with an error.' },
  lab_unreachable: { again: true, opens: null, text: 'The lab could not be reached.' },
  session_expired: { again: true, opens: null, text: 'The lab signed us out in the middle of the work.' },
  lab_start_failed: { again: true, opens: null, text: 'The lab could not start the machine.' },
  lab_start_timeout: { again: true, opens: null, text: 'The lab took too long to start the machine.' },
  machine_lost: { again: true, opens: null, text: 'The lab lost the machine while it was being set up.' },
  shell_failed: { again: true, opens: null, text: 'No shell could be opened on the machine.' },
  bootstrap_failed: { again: true, opens: null, text: 'The machine could not be set up.' },
  tunnel_failed: { again: true, opens: null, text: 'No way into the machine could be opened.' },
  verify_failed: { again: true, opens: null, text: 'The machine was started but nobody could log in to it.' },
  browser_failed: { again: true, opens: null, text: 'Our browser stopped working.' },
  stale_intent: { again: true, opens: null, text: 'An earlier start had to be cleared away first.' },
  extension_refused: { again: false, opens: null, text: 'The lab did not give the machine more time.' },
  restart_refused: { again: false, opens: null, text: 'The lab did not restart the machine.' },
  internal: { again: true, opens: null, text: 'Something went wrong on our side.' },
} as const satisfies Record<ProvisionFailure, { again: boolean; opens: 'seat' | 'lab' | null; text: string }>;

/**
 * What the holder of the lab's account may do by hand on the page, where the lab is set to wait for a person. A human check is not among
 * them: it closes the lab.
 */
export const failuresForOperators: ReadonlySet<ProvisionFailure> = new Set([
  'terms',
  'second_factor',
  'page_blocked',
]);
