import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { isPublished } from './is-published.ts';

/** These were on the member's screen. Ids that are not published are passed over. */
export async function markAnnouncementsRead(db: Db, userId: string, ids: readonly string[]): Promise<void> {
  await db.execute(sql`
    insert into announcement_marks (announcement_id, user_id)
    select a.id, ${userId} from announcements a
    where a.id = any(${sql.param([...ids])}::uuid[]) and ${isPublished}
    on conflict do nothing`);
}

/** Takes a banner away for this member; it then counts as read. Throws `not_found` for one that is not published. */
export async function dismissBanner(db: Db, userId: string, id: string): Promise<void> {
  const dismissed = await db.execute(sql`
    insert into announcement_marks as m (announcement_id, user_id, dismissed_at)
    select a.id, ${userId}, now() from announcements a where a.id = ${id} and ${isPublished}
    on conflict (announcement_id, user_id) do update set dismissed_at = coalesce(m.dismissed_at, now())`);
  if (dismissed.rowCount === 0) throw fail('not_found');
}
