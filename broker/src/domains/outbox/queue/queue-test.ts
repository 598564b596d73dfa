import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { queueMessages } from './queue-messages.ts';

/** So many in this many minutes: a test is no way to fill somebody's channel. */
const tests = { most: 5, minutes: 10 } as const;

/** Puts a test message for this member into the outbox. Throws `rate_limited`, or `not_configured` where the member has no such way. */
export async function queueTest(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  userId: string,
  channel: 'mail' | 'discord',
): Promise<void> {
  const count = async () => {
    const [row] = await readRows(
      tx,
      z.object({ n: z.int() }),
      sql`
        select count(*) as n from outbox
        where user_id = ${userId} and kind = 'test' and created_at > now() - ${tests.minutes} * interval '1 minute'`,
    );
    return row?.n ?? 0;
  };
  const before = await count();
  if (before >= tests.most) throw fail('rate_limited', { retryAfterSeconds: tests.minutes * 60 });
  const validUntil = new Date(Date.now() + 10 * 60_000).toISOString();
  await queueMessages(tx, ctx, [
    { userId, channel, notificationId: null, kind: 'test', params: {}, validUntil },
  ]);
  if ((await count()) === before) {
    throw fail('not_configured', {
      detail:
        channel === 'mail'
          ? 'Confirm your e-mail address first.'
          : 'Set the address of your Discord webhook first.',
    });
  }
}
