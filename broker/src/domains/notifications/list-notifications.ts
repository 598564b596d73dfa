import {
  Notification,
  NotificationKind,
  type NotificationListQuery,
  type NotificationPage,
} from '@coinslot/shared/http/notifications.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { lowerThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';

const Row = z.object({
  id: z.int(),
  kind: NotificationKind,
  params: z.unknown(),
  at: PgTimestamp,
  readAt: PgTimestamp.nullable(),
});

/** The member's notifications, newest first, and how many are unread. */
export async function listNotifications(
  db: Db,
  userId: string,
  query: NotificationListQuery,
): Promise<NotificationPage> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select id, kind, params, created_at as at, read_at as "readAt" from notifications
      where user_id = ${userId} and shown
        and ${query.unread === 'true' ? sql`read_at is null` : sql`true`}
        and ${lowerThan(query.cursor, sql`id`)}
      order by id desc limit ${query.limit + 1}`,
  );
  const page = makePage(rows, query.limit, toNotification, ({ id }) => ({ id }));
  return { ...page, unread: await countUnread(db, userId) };
}

function toNotification(row: z.infer<typeof Row>): Notification {
  return Notification.parse({
    ...row,
    id: String(row.id),
    at: row.at.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  });
}

const counted = 100;

/** Unread ones that the page shows; it counts no further than a hundred. */
export async function countUnread(db: Db | Tx, userId: string): Promise<number> {
  const [row] = await readRows(
    db,
    z.object({ n: z.int() }),
    sql`
      select count(*) as n from (
        select id from notifications where user_id = ${userId} and shown and read_at is null limit ${counted}
      ) unread`,
  );
  return row?.n ?? 0;
}
