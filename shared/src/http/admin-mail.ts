import { z } from 'zod';
import { DiscordWebhookRequest } from './notifications.ts';

/** `tls` = encrypted from the first byte (465), `starttls` = must switch to it (587), `none` = only for a server on this machine. */
export const MailSecurity = z.enum(['tls', 'starttls', 'none']);
export type MailSecurity = z.infer<typeof MailSecurity>;

/** A mail address in an envelope or header: no line breaks, no list. */
const oneLine = /^[^\r\n\u0000-\u001f]*$/;

/** `GET /api/v1/admin/mail` (admin.settings.read). `source` says whose values these are; `none` = mail is kept in the outbox. */
export const MailSettings = z.object({
  source: z.enum(['settings', 'environment', 'none']),
  host: z.string(),
  port: z.int(),
  security: MailSecurity,
  user: z.string(),
  hasPassword: z.boolean(),
  /** `Name <address>` or an address. */
  from: z.string(),
  revision: z.int().nonnegative(),
});
export type MailSettings = z.infer<typeof MailSettings>;

/**
 * `PUT /api/v1/admin/mail` (admin.settings.write, fresh; only the role admin, else `rank_too_low`). Without `password` the stored one stays, unless host or user changed; an empty one
 * removes it. `DELETE` (200) takes the settings away: the environment's hold again (409 not_configured in production while confirmed addresses are asked for). `revision` 0 = there were none.
 */
export const EditMailSettingsRequest = z.object({
  host: z
    .string()
    .trim()
    .min(1, 'name the mail server')
    .max(255)
    .regex(/^[A-Za-z0-9.:_-]+$/, 'a host name or an address, without http://'),
  port: z.int('a whole number').min(1, 'from 1 to 65535').max(65_535, 'from 1 to 65535'),
  security: MailSecurity,
  user: z.string().trim().max(255).regex(oneLine, 'one line').default(''),
  password: z.string().max(500).optional(),
  from: z
    .string()
    .trim()
    .max(255)
    .regex(oneLine, 'one line')
    .refine(isSender, 'an address, or a name and an address: Coinslot <coins@example.org>'),
  revision: z.int().nonnegative(),
});
export type EditMailSettingsRequest = z.infer<typeof EditMailSettingsRequest>;

/** `POST /api/v1/admin/mail/test`: sends one at once and tells what the server said. */
export const TestMailRequest = z.object({ to: z.email('an e-mail address').max(254) });
export type TestMailRequest = z.infer<typeof TestMailRequest>;
/** What the other side said to a test. */
export const TestMessageResponse = z.object({ ok: z.boolean(), detail: z.string() });
export type TestMessageResponse = z.infer<typeof TestMessageResponse>;

/** What the operator can be told on Discord. */
export const OperatorEvent = z.enum([
  'lab_closed',
  'lab_reopened',
  'seat_closed',
  'seat_reopened',
  'worker_lost',
  'delivery_failed',
  'needs_operator',
  'incident',
]);
export type OperatorEvent = z.infer<typeof OperatorEvent>;

/** `GET /api/v1/admin/operator-webhook` (admin.settings.read): the operator's own Discord webhook. */
export const OperatorWebhook = z.object({
  webhook: z.object({ name: z.string(), setAt: z.iso.datetime(), gone: z.boolean() }).nullable(),
  events: z.array(OperatorEvent),
  revision: z.int().nonnegative(),
});
export type OperatorWebhook = z.infer<typeof OperatorWebhook>;

/** `PUT /api/v1/admin/operator-webhook` (admin.settings.write, fresh): without `url` the address stays, null removes it. */
export const EditOperatorWebhookRequest = z.object({
  url: DiscordWebhookRequest.shape.url.optional(),
  events: z.array(OperatorEvent),
  revision: z.int().nonnegative(),
});
export type EditOperatorWebhookRequest = z.infer<typeof EditOperatorWebhookRequest>;

// `POST /api/v1/admin/operator-webhook/test` (admin.settings.write) posts one message at once and answers TestMessageResponse;
// 409 not_configured without a webhook.

function isSender(text: string): boolean {
  const address = /^[^<>]*<([^<>]+)>$/.exec(text)?.[1] ?? text;
  return z.email().safeParse(address.trim()).success;
}
