import type {
  ReadNotificationsRequest,
  ReadNotificationsResponse,
} from '@coinslot/shared/http/notifications.ts';
import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';
import { countUnread } from './list-notifications.ts';

/** Marks these of the member's own notifications as read, or all of them. Ids of others are passed over. */
export async function markRead(
  db: Db,
  userId: string,
  asked: ReadNotificationsRequest,
): Promise<ReadNotificationsResponse> {
  const which = 'all' in asked ? sql`true` : sql`id = any(${sql.param(asked.ids.map(Number))}::bigint[])`;
  await db.execute(sql`
    update notifications set read_at = now() where user_id = ${userId} and read_at is null and shown and ${which}`);
  return { unread: await countUnread(db, userId) };
}
