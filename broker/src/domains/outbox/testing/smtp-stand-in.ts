import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface TakenMail {
  to: string;
  from: string;
  /** The whole message as it came over the wire. */
  raw: string;
}

export interface SmtpStandIn {
  port: number;
  mails: TakenMail[];
  /** Every RCPT TO, taken or not. */
  asked: string[];
  /** SMTP status by recipient, e.g. 550; missing = it is taken. */
  refusals: Map<string, number>;
  /** Recipients whose mail is answered when this resolves: a server that is slow. */
  slow: Map<string, Promise<void>>;
  close: () => Promise<void>;
}

/** A mail server over a real socket. By default it offers no encryption and wants no password. */
export async function openSmtpStandIn(options: SMTPServerOptions = {}): Promise<SmtpStandIn> {
  const mails: TakenMail[] = [];
  const asked: string[] = [];
  const refusals = new Map<string, number>();
  const slow = new Map<string, Promise<void>>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 100,
    ...options,
    onRcptTo({ address }, _session, callback) {
      asked.push(address);
      const refusal = refusals.get(address);
      if (refusal === undefined) return callback();
      callback(Object.assign(new Error('refused by the stand-in'), { responseCode: refusal }));
    },
    onData(stream, session, callback) {
      // A client that dies in the middle of its message is no fault of the stand-in.
      void take(stream, session)
        .catch(() => undefined)
        .finally(callback);
    },
  });
  async function take(stream: Readable, { envelope }: SMTPServerSession): Promise<void> {
    const raw = await text(stream);
    const to = envelope.rcptTo[0]?.address ?? '';
    await slow.get(to);
    mails.push({ to, from: envelope.mailFrom === false ? '' : envelope.mailFrom.address, raw });
  }
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    asked,
    refusals,
    slow,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
