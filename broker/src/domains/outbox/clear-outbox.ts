import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Db } from '../../database/db.ts';

/**
 * Ends what nobody sends any more: messages whose time is over, and those whose last try died with its process. Their secrets are
 * erased. Answers how many.
 */
export async function endOverdueMessages({
  db,
  config,
}: Pick<BrokerContext, 'config' | 'db'>): Promise<number> {
  const ended = await db.execute(sql`
    update outbox set ended_at = now(), claim = null, secret_params = null,
      state = case when valid_until <= now() then 'dropped' else 'failed' end,
      last_error = coalesce(last_error,
        case when valid_until <= now() then 'It was too late to send it.' else 'Its last try was never finished.' end)
    where state = 'waiting' and (valid_until <= now() or (tries >= ${config.outbox.triesMax} and next_try_at <= now()))
      and (claim is null or next_try_at <= now())`);
  return ended.rowCount ?? 0;
}

/** Deletes messages that ended so many days ago. */
export async function purgeOutbox(db: Db, retentionDays: number): Promise<void> {
  await db.execute(sql`delete from outbox where ended_at < now() - ${retentionDays} * interval '1 day'`);
}
