import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { MailServer } from '../mail/mail-server.ts';
import type { MailBody } from '../words/render-mail.ts';
import { describeMailFault } from './describe-mail-fault.ts';
import { type SendOutcome, shorten } from './outcome.ts';

export interface Mail extends MailBody {
  /** Part of the Message-ID: a mail that is sent again after a crash is the same mail to whoever looks for doubles. */
  id: string;
  to: string;
  /** Where its reader can choose to get no more; null = this one cannot be switched off. */
  unsubscribeUrl: string | null;
}

const mailTimeouts = { connectMs: 8_000, silenceMs: 12_000, altogetherMs: 20_000 } as const;

/** Sends one mail over a connection of its own, so that what one recipient's server does harms no other. Never throws. */
export async function sendMail(server: MailServer, mail: Mail): Promise<SendOutcome> {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.user === '' ? {} : { auth: { user: server.user, pass: server.password } }),
    connectionTimeout: mailTimeouts.connectMs,
    greetingTimeout: mailTimeouts.connectMs,
    socketTimeout: mailTimeouts.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: server.from,
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.id}@${domainOf(server.from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...(mail.unsubscribeUrl === null ? {} : { list: { unsubscribe: mail.unsubscribeUrl } }),
      signal: AbortSignal.timeout(mailTimeouts.altogetherMs),
    });
    return { kind: 'sent' };
  } catch (error) {
    return judge(error, server);
  } finally {
    transport.close();
  }
}

const SmtpFault = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.int().optional(),
  message: z.string(),
});

/**
 * A 5xx about the recipient or the message is final. Everything else (4xx, no connection, a certificate, a wrong password, a sender
 * that the server does not take) is the server's or the settings' fault and may pass.
 */
function judge(error: unknown, server: MailServer): SendOutcome {
  const fault = SmtpFault.safeParse(error).data;
  if (fault === undefined) return { kind: 'again', why: 'The mail could not be handed over.' };
  // An answer of the server's is said as it came.
  const why = shorten(
    fault.responseCode === undefined ? describeMailFault(fault.message, server) : fault.message,
  );
  const aboutThisMail = fault.command === 'RCPT TO' || fault.command === 'DATA';
  const isFinal = aboutThisMail && (fault.responseCode ?? 0) >= 500 && fault.responseCode !== 503;
  return isFinal ? { kind: 'refused', why } : { kind: 'again', why };
}

function domainOf(sender: string): string {
  return /@([^\s<>@]+?)>?\s*$/.exec(sender)?.[1] ?? 'localhost';
}
