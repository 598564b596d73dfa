import { AdminAnnouncement, type AdminAnnouncementPage } from '@coinslot/shared/http/admin-announcements.ts';
import type { PageQuery } from '@coinslot/shared/http/page.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { olderThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';

const Row = AdminAnnouncement.extend({
  startsAt: PgTimestamp,
  endsAt: PgTimestamp.nullable(),
  createdAt: PgTimestamp,
  startsAtText: z.string(),
});

const columns = sql`
  a.id, a.title, a.markdown, a.level, a.banner, a.pinned, a.notify, a.starts_at as "startsAt", a.ends_at as "endsAt",
  case when a.starts_at > now() then 'scheduled' when a.ends_at <= now() then 'ended' else 'published' end as state,
  a.told, a.notify and a.told_at is null and a.told_after is not null as telling,
  coalesce((select r.readers from announcement_readers r where r.announcement_id = a.id), 0) as readers,
  a.revision, a.created_at as "createdAt", a.created_by as "createdBy", a.starts_at::text as "startsAtText"`;

/** All announcements, the newest start first. */
export async function listAdminAnnouncements(db: Db, page: PageQuery): Promise<AdminAnnouncementPage> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select ${columns} from announcements a
      where ${olderThan(page.cursor, sql`a.starts_at`, sql`a.id`)}
      order by a.starts_at desc, a.id desc limit ${page.limit + 1}`,
  );
  return makePage(rows, page.limit, toAnnouncement, (row) => ({ at: row.startsAtText, id: row.id }));
}

/** Throws `not_found`. */
export async function requireAnnouncement(db: Db | Tx, id: string): Promise<AdminAnnouncement> {
  const [row] = await readRows(db, Row, sql`select ${columns} from announcements a where a.id = ${id}`);
  if (row === undefined) throw fail('not_found');
  return toAnnouncement(row);
}

function toAnnouncement({ startsAtText: _, ...row }: z.infer<typeof Row>): AdminAnnouncement {
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
