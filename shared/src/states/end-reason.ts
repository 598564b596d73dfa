import { z } from 'zod';

/** Why a machine ended: a closed list. The first reason wins. */
export const EndReason = z.enum([
  'member_stopped',
  'cancelled',
  'expired',
  'idle',
  'admin_stopped',
  'queue_timeout',
  'provision_timeout',
  'provision_failed',
  'lab_ended',
  'lab_disabled',
  'worker_lost',
  'drained',
  'payment_reversed',
  'subscription_suspended',
  'account_disabled',
]);
export type EndReason = z.infer<typeof EndReason>;

/** Who answers for the end: `member` ends are not refunded after ready (unless the product says so), the others are. */
export type EndFault = 'member' | 'time' | 'house';

/** One sentence for the member, and whose doing it was. */
export const endReasons = {
  member_stopped: { fault: 'member', text: 'You stopped this machine.' },
  cancelled: { fault: 'member', text: 'You cancelled before the machine was ready.' },
  expired: { fault: 'time', text: 'The time you bought is over.' },
  idle: { fault: 'time', text: 'The machine was idle for too long.' },
  admin_stopped: { fault: 'house', text: 'An admin stopped this machine.' },
  queue_timeout: { fault: 'house', text: 'No place became free in time.' },
  provision_timeout: { fault: 'house', text: 'The machine was not ready in time.' },
  provision_failed: { fault: 'house', text: 'The machine could not be prepared.' },
  lab_ended: { fault: 'house', text: 'The lab ended the machine early.' },
  lab_disabled: { fault: 'house', text: 'This lab was switched off.' },
  worker_lost: { fault: 'house', text: 'We lost the worker that looked after this machine.' },
  drained: { fault: 'house', text: 'The worker was taken out of service.' },
  payment_reversed: { fault: 'member', text: 'The payment for these coins was reversed.' },
  subscription_suspended: { fault: 'member', text: 'The subscription is suspended.' },
  account_disabled: { fault: 'member', text: 'The account was disabled.' },
} as const satisfies Record<EndReason, { fault: EndFault; text: string }>;

const neverReady: ReadonlySet<EndReason> = new Set([
  'cancelled',
  'queue_timeout',
  'provision_timeout',
  'provision_failed',
]);

/** Whether a machine that ended without its member's doing was, or was soon to be, of use: it ended early, instead of having failed. */
export function endedEarly(reason: EndReason): boolean {
  return endReasons[reason].fault === 'house' && !neverReady.has(reason);
}
