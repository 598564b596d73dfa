import { IncidentKind } from '@coinslot/shared/http/admin-incidents.ts';
import type { OperatorEvent } from '@coinslot/shared/http/admin-mail.ts';
import type { NotificationKind } from '@coinslot/shared/http/notifications.ts';
import { notificationParams } from '@coinslot/shared/http/notifications.ts';
import { z } from 'zod';

/** Mails about an account that nobody chose to get. The ones with a `url` carry a secret. */
export const accountMailParams = {
  verify_email: z.object({ url: z.url() }),
  reset_password: z.object({ url: z.url() }),
  confirm_new_email: z.object({ url: z.url() }),
  /** Somebody registers with an address that has an account: its owner hears of it, the page does not tell. */
  account_exists: z.object({ url: z.url() }),
  /** Goes to the address that an account had until now. */
  email_changed_notice: z.object({ newEmail: z.string() }),
  /** Somebody who runs the house shut the account. */
  account_disabled: z.object({ reason: z.string() }),
} as const;
export type AccountMailKind = keyof typeof accountMailParams;

/** What the operator is told on Discord. */
const operatorParams = {
  lab_closed: z.object({ labName: z.string(), reason: z.string() }),
  lab_reopened: z.object({ labName: z.string() }),
  seat_closed: z.object({ labName: z.string(), seatName: z.string(), reason: z.string() }),
  seat_reopened: z.object({ labName: z.string(), seatName: z.string() }),
  worker_lost: z.object({ workerName: z.string() }),
  delivery_failed: z.object({ channel: z.string(), kind: z.string() }),
  needs_operator: z.object({
    machineId: z.string(),
    machineName: z.string(),
    labName: z.string(),
    reason: z.string(),
  }),
  /** `names`: of some of them, separated by commas; empty where they have none. */
  incident: z.object({
    state: z.enum(['opened', 'closed']),
    kind: IncidentKind,
    count: z.int(),
    names: z.string(),
  }),
} as const satisfies Record<OperatorEvent, z.ZodType>;

const otherParams = { test: z.object({}) } as const;

/** The parameters of every kind of message that leaves by the outbox. */
export const messageParams = {
  ...notificationParams,
  ...accountMailParams,
  ...operatorParams,
  ...otherParams,
} as const;
export type MessageKind = keyof typeof messageParams;
export type MessageParams<Kind extends MessageKind> = z.infer<(typeof messageParams)[Kind]>;

export function isMessageKind(kind: string): kind is MessageKind {
  return Object.hasOwn(messageParams, kind);
}

export function isNotificationKind(kind: string): kind is NotificationKind {
  return Object.hasOwn(notificationParams, kind);
}
