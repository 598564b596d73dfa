import { OutboxChannel } from '@coinslot/shared/http/admin-outbox.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';

/** A message that this process sends now. Only the holder of `claim` may write how it ended. */
export const ClaimedMessage = z.object({
  id: z.uuid(),
  claim: z.uuid(),
  channel: OutboxChannel,
  kind: z.string(),
  userId: z.uuid().nullable(),
  recipient: z.string(),
  params: z.unknown(),
  secretParams: z.string().nullable(),
  hasSecret: z.boolean(),
  /** With this one. */
  tries: z.int().positive(),
});
export type ClaimedMessage = z.infer<typeof ClaimedMessage>;

/** Longer than a try can take: one that was not settled by then belonged to a process that died, and is tried again. */
const claimSeconds = 60;

/** Takes the message that is due for longest, those with links before all others, for this process alone. The try counts from here on, so that a message that kills its sender is not sent for ever. */
export async function claimMessage(
  db: Db,
  channels: readonly OutboxChannel[],
  triesMax: number,
): Promise<ClaimedMessage | undefined> {
  const due = sql`
    select id from outbox
    where state = 'waiting' and channel = any(${sql.param([...channels])}::text[])
      and next_try_at <= now() and valid_until > now() and tries < ${triesMax}`;
  const first = sql`order by next_try_at limit 1 for update skip locked`;
  const [claimed] = await readRows(
    db,
    ClaimedMessage,
    sql`
      update outbox set claim = gen_random_uuid(), tries = tries + 1, next_try_at = now() + ${claimSeconds} * interval '1 second'
      where id = coalesce((${due} and has_secret ${first}), (${due} ${first}))
      returning id, claim, channel, kind, user_id as "userId", recipient, params, secret_params as "secretParams",
        has_secret as "hasSecret", tries`,
  );
  return claimed;
}
