import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../../testing/test-broker.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { queueMail } from '../index.ts';
import { type DiscordStandIn, openDiscordStandIn } from './discord-stand-in.ts';

/** One message as it stands in the database; `waitSeconds` until its next try. */
const Row = z.object({
  id: z.uuid(),
  recipient: z.string(),
  state: z.string(),
  tries: z.int(),
  error: z.string().nullable(),
  secret: z.string().nullable(),
  waitSeconds: z.number(),
});
type Row = z.infer<typeof Row>;

/** A broker that tries a message three times, Discord, an admin (Ada) and a member (Grace). No loop runs: a test sends by itself. */
export interface OutboxWorld {
  broker: TestBroker;
  discord: DiscordStandIn;
  admin: TestSession;
  member: TestSession;
  memberId: string;
  rows: () => Promise<Row[]>;
  /** Fails when there is none. */
  byRecipient: (recipient: string) => Promise<Row>;
  /** Waiting messages need not wait any longer. */
  makeDue: () => Promise<void>;
  /** A mail with a secret link. */
  queueReset: (to: string) => Promise<void>;
  /** An empty outbox, and Discord as it was. */
  clear: () => Promise<void>;
  close: () => Promise<void>;
}

/** The link of `queueReset`. */
export const secretUrl = 'http://localhost:8080/reset-password?token=a-very-secret-token';

export async function openOutboxWorld(): Promise<OutboxWorld> {
  const discord = await openDiscordStandIn();
  const broker = await startTestBroker({ BROKER_DISCORD_URL: discord.url, BROKER_OUTBOX_TRIES_MAX: '3' });
  const admin = await broker.registerAdmin('Ada');
  const member = await broker.register('Grace');
  const memberId = (await member.me()).id;
  const { ctx } = broker;
  const rows = () =>
    readRows(
      ctx.db,
      Row,
      sql`
        select id, recipient, state, tries, last_error as error, secret_params as secret,
          extract(epoch from next_try_at - now())::float8 as "waitSeconds"
        from outbox order by created_at, recipient`,
    );
  return {
    broker,
    discord,
    admin,
    member,
    memberId,
    rows,
    byRecipient: async (recipient) => Row.parse((await rows()).find((row) => row.recipient === recipient)),
    async makeDue() {
      await ctx.db.execute(sql`update outbox set next_try_at = now() where state = 'waiting'`);
    },
    queueReset: (to) =>
      inTransaction(ctx.db, (tx) =>
        queueMail(tx, ctx, {
          kind: 'reset_password',
          userId: memberId,
          to,
          params: { url: secretUrl },
          validForMs: 3_600_000,
        }),
      ),
    async clear() {
      await ctx.db.execute(sql`delete from outbox`);
      await ctx.db.execute(sql`delete from discord_refusals`);
      discord.calls.length = 0;
      discord.answers.clear();
    },
    async close() {
      await broker.close();
      await discord.close();
    },
  };
}
