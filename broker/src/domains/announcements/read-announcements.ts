import {
  Announcement,
  AnnouncementLevel,
  type AnnouncementPage,
  type BannerList,
} from '@coinslot/shared/http/announcements.ts';
import type { PageQuery } from '@coinslot/shared/http/page.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { CursorTime, makePage, readCursor } from '../../http/page-cursor.ts';
import { isPublished } from './is-published.ts';

const Row = Announcement.extend({
  level: AnnouncementLevel,
  publishedAt: PgTimestamp,
  publishedAtText: z.string(),
  readAt: PgTimestamp.nullable(),
});

const columns = sql`
  a.id, a.title, a.markdown, a.level, a.pinned, a.banner, a.starts_at as "publishedAt",
  a.starts_at::text as "publishedAtText", m.read_at as "readAt"`;

/** Announcements `a`, each with what the member did with it, `m`. */
function announcementsFor(userId: string): SQL {
  return sql`announcements a left join announcement_marks m on m.announcement_id = a.id and m.user_id = ${userId}`;
}

const Cursor = z.object({ pinned: z.boolean(), at: CursorTime, id: z.uuid() });

/** What is published now: pinned ones first, then the newest. */
export async function listAnnouncements(db: Db, userId: string, page: PageQuery): Promise<AnnouncementPage> {
  const before = readCursor(Cursor, page.cursor);
  const rows = await readRows(
    db,
    Row,
    sql`
      select ${columns} from ${announcementsFor(userId)}
      where ${isPublished} and ${
        before === undefined
          ? sql`true`
          : sql`(a.pinned, a.starts_at, a.id) < (${before.pinned}::boolean, ${before.at}::timestamptz, ${before.id}::uuid)`
      }
      order by a.pinned desc, a.starts_at desc, a.id desc limit ${page.limit + 1}`,
  );
  return makePage(rows, page.limit, toAnnouncement, (row) => ({
    pinned: row.pinned,
    at: row.publishedAtText,
    id: row.id,
  }));
}

const bannersMax = 3;

/** Banners that are open and that this member has not dismissed, warnings first. */
export async function listBanners(db: Db, userId: string): Promise<BannerList> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select ${columns} from ${announcementsFor(userId)}
      where ${isPublished} and a.banner and m.dismissed_at is null
      order by a.level = 'warning' desc, a.starts_at desc, a.id desc limit ${bannersMax}`,
  );
  return { items: rows.map(toAnnouncement) };
}

function toAnnouncement({ publishedAtText: _, ...row }: z.infer<typeof Row>): Announcement {
  return {
    ...row,
    publishedAt: row.publishedAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  };
}
