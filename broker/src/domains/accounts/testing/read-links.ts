import { z } from 'zod';
import type { TestBroker } from '../../../testing/test-broker.ts';

const Mail = z.object({ id: z.uuid(), kind: z.string(), secret_params: z.string().nullable() });

/** The mails about accounts that were put into the outbox for this address, the oldest first: kind, and the token of its link. */
export async function readMails(
  broker: TestBroker,
  to: string,
): Promise<{ kind: string; token: string | null }[]> {
  const { rows } = await broker.database.db.$client.query(
    `select id, kind, secret_params from outbox where recipient = $1 and channel = 'mail' order by created_at`,
    [to],
  );
  return z
    .array(Mail)
    .parse(rows)
    .map(({ id, kind, secret_params: text }) => {
      if (text === null) return { kind, token: null };
      const params = JSON.parse(broker.ctx.secrets.decryptSecret(text, `outbox:${id}`)) as { url?: string };
      return { kind, token: params.url === undefined ? null : new URL(params.url).searchParams.get('token') };
    });
}

/** The token of the newest link that was sent there. */
export async function readNewestToken(broker: TestBroker, to: string): Promise<string> {
  const tokens = (await readMails(broker, to)).flatMap(({ token }) => token ?? []);
  const newest = tokens.at(-1);
  if (newest === undefined) throw new Error('no link was sent there');
  return newest;
}
