import type { NotificationKind } from '@coinslot/shared/http/notifications.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { withdrawMessages } from '../outbox/index.ts';

/** Takes back what was told under keys that begin so, when it is not true any more: from the page, and from what was not sent yet. */
export async function withdraw(
  tx: Tx,
  told: { userId: string; kind: NotificationKind; keyBegins: string },
): Promise<void> {
  const found = await readRows(
    tx,
    z.object({ id: z.int() }),
    sql`
      select id from notifications
      where user_id = ${told.userId} and starts_with(dedupe_key, ${`${told.kind}:${told.keyBegins}`}) and kind = ${told.kind}`,
  );
  if (found.length === 0) return;
  const ids = found.map(({ id }) => id);
  await withdrawMessages(tx, ids);
  await tx.execute(sql`delete from notifications where id = any(${sql.param(ids)}::bigint[])`);
}

/** Takes back from all members what was told of an announcement. */
export async function withdrawAnnouncement(tx: Tx, announcementId: string): Promise<void> {
  const found = await readRows(
    tx,
    z.object({ id: z.int() }),
    sql`select id from notifications where kind = 'announcement' and dedupe_key = ${`announcement:${announcementId}`}`,
  );
  const ids = found.map(({ id }) => id);
  await withdrawMessages(tx, ids);
  await tx.execute(sql`delete from notifications where id = any(${sql.param(ids)}::bigint[])`);
}
