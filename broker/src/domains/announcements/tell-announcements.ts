import { AnnouncementLevel } from '@coinslot/shared/http/announcements.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { notifyEach } from '../notifications/index.ts';

const batch = 500;

const Due = z.object({
  id: z.uuid(),
  title: z.string(),
  level: AnnouncementLevel,
  after: z.uuid().nullable(),
  endsAt: PgTimestamp.nullable(),
});
type Due = z.infer<typeof Due>;

/**
 * Tells one batch of members of an announcement that has started. The batch and how far it came are one transaction: after a crash it
 * goes on where it was, and nobody is told twice. Of several brokers one tells.
 *
 * @returns true when there may be more to tell
 */
export async function tellAnnouncements(ctx: Pick<BrokerContext, 'bus' | 'db'>): Promise<boolean> {
  return await inTransaction(ctx.db, async (tx) => {
    const [due] = await readRows(
      tx,
      Due,
      sql`
        select id, title, level, told_after as after, ends_at as "endsAt" from announcements
        where notify and told_at is null and starts_at <= now() and (ends_at is null or ends_at > now())
        order by starts_at limit 1 for update skip locked`,
    );
    if (due === undefined) return false;
    const members = await nextMembers(tx, due);
    const { id, title, level } = due;
    await notifyEach(
      tx,
      ctx,
      'announcement',
      members.map((userId) => ({
        userId,
        params: { announcementId: id, title, level },
        dedupeKey: id,
        ...(due.endsAt === null ? {} : { validUntil: due.endsAt }),
      })),
    );
    await tx.execute(sql`
      update announcements set told = told + ${members.length}, told_after = ${members.at(-1) ?? due.after},
        told_at = case when ${members.length < batch}::boolean then now() end
      where id = ${id}`);
    return true;
  });
}

async function nextMembers(tx: Tx, { after }: Due): Promise<string[]> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      select id from users
      where disabled_at is null and ${after === null ? sql`true` : sql`id > ${after}`}
      order by id limit ${batch}`,
  );
  return rows.map(({ id }) => id);
}
