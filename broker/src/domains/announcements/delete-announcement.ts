import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { withdrawAnnouncement } from '../notifications/index.ts';
import { factsOf } from './announcement-facts.ts';
import { requireAnnouncement } from './read-admin-announcements.ts';

/** Takes it away, and what told of it. Throws `not_found`. */
export async function deleteAnnouncement(tx: Tx, act: AdminAct, id: string): Promise<void> {
  await tx.execute(sql`select id from announcements where id = ${id} for update`);
  const before = await requireAnnouncement(tx, id);
  await tx.execute(sql`delete from announcements where id = ${id}`);
  await withdrawAnnouncement(tx, id);
  await writeAudit(tx, {
    ...act,
    action: 'announcement.delete',
    targetKind: 'announcement',
    targetId: id,
    before: factsOf(before),
  });
}
