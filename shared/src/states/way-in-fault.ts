import { z } from 'zod';

/** Why a ready machine's way in failed a check: a closed list, so that no text of a machine or a lab travels with it. */
export const WayInFault = z.enum([
  'no_answer',
  'refused',
  'no_route',
  'unknown_name',
  'closed_early',
  'not_ssh',
  'other_host_key',
  'no_login',
  'tunnel_down',
  'tunnel_given_up',
]);
export type WayInFault = z.infer<typeof WayInFault>;

/** The sentence for people. */
export const wayInFaults = {
  no_answer: 'The machine did not answer in time.',
  refused: 'Nothing listens at its address.',
  no_route: 'There is no way to its address.',
  unknown_name: 'The name in its address is not known.',
  closed_early: 'The machine closed the connection before it spoke SSH.',
  not_ssh: 'What answers at its address does not speak SSH.',
  other_host_key: 'Something else answers at its address: the host key is another one.',
  no_login: 'Nobody has been able to log in since the restart.',
  tunnel_down: 'The machine answers, but the tunnel to it does not carry.',
  tunnel_given_up: 'The tunnel to the machine ended again and again, and is not started any more.',
} as const satisfies Record<WayInFault, string>;
