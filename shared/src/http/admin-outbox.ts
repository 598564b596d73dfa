import { z } from 'zod';
import { PageQuery, pageOf } from './page.ts';

/** How a message goes out: mail, a member's Discord webhook, the operator's. */
export const OutboxChannel = z.enum(['mail', 'discord', 'operator']);
export type OutboxChannel = z.infer<typeof OutboxChannel>;

/** `kept` = waits, but its channel is not configured. `failed` = tried as often as it is allowed, or refused for good. `dropped` = not sent because it was too late, withdrawn or discarded. */
export const OutboxState = z.enum(['waiting', 'kept', 'sent', 'failed', 'dropped']);
export type OutboxState = z.infer<typeof OutboxState>;

/** One message on one channel. */
export const OutboxMessage = z.object({
  id: z.uuid(),
  channel: OutboxChannel,
  /** A NotificationKind, a kind of account mail such as `verify_email`, or an OperatorEvent. */
  kind: z.string(),
  state: OutboxState,
  userId: z.uuid().nullable(),
  userName: z.string().nullable(),
  /** The mail address, or how the webhook is called. */
  recipient: z.string(),
  tries: z.int().nonnegative(),
  triesMax: z.int().positive(),
  nextTryAt: z.iso.datetime().nullable(),
  /** What the other side said last. */
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Failed, and may be tried again: its time is not over, and it held no secret, which would be erased by now. */
  retryable: z.boolean(),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** Query of `GET /api/v1/admin/outbox` (admin.outbox.read), newest first. */
export const OutboxListQuery = PageQuery.extend({
  state: OutboxState.optional(),
  channel: OutboxChannel.optional(),
});
export type OutboxListQuery = z.infer<typeof OutboxListQuery>;

/** `mailConfigured` false = mail waits here until a server is set. `counts` of all messages that are not sent or dropped. */
export const OutboxPage = pageOf(OutboxMessage).extend({
  mailConfigured: z.boolean(),
  counts: z.object({
    waiting: z.int().nonnegative(),
    kept: z.int().nonnegative(),
    failed: z.int().nonnegative(),
  }),
});
export type OutboxPage = z.infer<typeof OutboxPage>;

/**
 * `GET /api/v1/admin/outbox/:id`. `body` is null, with `hidden`, where it carries a secret (a reset link); only a developer's
 * installation without a mail server shows it, for there is no other way to read it, and only to who ranks above the member. One's own
 * are shown too, but for a link that sets a password.
 */
export const OutboxMessageDetail = OutboxMessage.extend({
  subject: z.string().nullable(),
  body: z.string().nullable(),
  hidden: z.enum(['secret', 'erased']).nullable(),
});
export type OutboxMessageDetail = z.infer<typeof OutboxMessageDetail>;

/**
 * `POST /api/v1/admin/outbox/:id/retry` (Idempotency-Key; admin.outbox.write): a failed one that is not too old is tried again, from
 * the first try. `POST …/:id/discard`: one that waits or failed is not sent. Both answer the OutboxMessage; 409 outbox_state_conflict.
 */
export const OutboxActRequest = z.object({});
export type OutboxActRequest = z.infer<typeof OutboxActRequest>;
