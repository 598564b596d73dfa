import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';

/** What these notifications have not sent yet is not sent any more. One that is on its way at this moment may still arrive. */
export async function withdrawMessages(tx: Tx, notificationIds: readonly number[]): Promise<void> {
  if (notificationIds.length === 0) return;
  await tx.execute(sql`
    update outbox set state = 'dropped', ended_at = now(), claim = null, last_error = 'It was not true any more.'
    where notification_id = any(${sql.param([...notificationIds])}::bigint[]) and state = 'waiting'`);
}
