import { z } from 'zod';
import { count, duration } from './config-values.ts';

/** The settings of mail, notifications and vouchers, by the names of their environment variables: a part of BrokerEnvironment. */
export const messagesEnvironment = {
  BROKER_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .refine((url) => URL.parse(url)?.hostname !== '', 'must name a host')
    .optional(),
  BROKER_MAIL_FROM: z
    .string()
    .trim()
    .min(3)
    .max(255)
    .regex(/^[^\r\n]*@[^\r\n]*$/, 'must hold an address')
    .optional(),
  BROKER_OUTBOX_TRIES_MAX: count(8, 1, 50),
  BROKER_OUTBOX_RETRY_MS: duration(30_000, 10),
  BROKER_OUTBOX_RETENTION_DAYS: count(30, 1, 36_500),
  BROKER_NOTIFICATION_RETENTION_DAYS: count(90, 1, 36_500),
  BROKER_VOUCHER_WRONG_PER_10_MINUTES: count(10, 1),
};

const Environment = z.object(messagesEnvironment);

/** How messages leave, until an admin saves another mail server. */
export function toMessagesConfig(env: z.infer<typeof Environment>) {
  return {
    mail: { server: toMailServer(env.BROKER_SMTP_URL, env.BROKER_MAIL_FROM) },
    outbox: {
      triesMax: env.BROKER_OUTBOX_TRIES_MAX,
      retryMs: env.BROKER_OUTBOX_RETRY_MS,
      retentionDays: env.BROKER_OUTBOX_RETENTION_DAYS,
    },
    notifications: { retentionDays: env.BROKER_NOTIFICATION_RETENTION_DAYS },
    vouchers: { wrongPer10Minutes: env.BROKER_VOUCHER_WRONG_PER_10_MINUTES },
  };
}

/** What cannot be used together. */
export function readMessagesProblems(env: z.infer<typeof Environment>): string[] {
  return env.BROKER_SMTP_URL !== undefined && env.BROKER_MAIL_FROM === undefined
    ? ['BROKER_MAIL_FROM: is needed with BROKER_SMTP_URL: the address that mail comes from']
    : [];
}

/** `smtps://user:password@host:465` is encrypted from the first byte; `smtp://…:587` must switch to it, unless `?security=none`. */
function toMailServer(url: string | undefined, from: string | undefined) {
  if (url === undefined || from === undefined) return null;
  const parsed = new URL(url);
  const tls = parsed.protocol === 'smtps:';
  const plain = parsed.searchParams.get('security') === 'none';
  return {
    host: parsed.hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(parsed.port === '' ? (tls ? 465 : 587) : parsed.port),
    security: tls ? ('tls' as const) : plain ? ('none' as const) : ('starttls' as const),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    from,
  };
}
