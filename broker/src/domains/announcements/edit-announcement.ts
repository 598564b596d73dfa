import type {
  AdminAnnouncement,
  EditAnnouncementRequest,
} from '@coinslot/shared/http/admin-announcements.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { refuseStale } from '../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { withdrawAnnouncement } from '../notifications/index.ts';
import { factsOf } from './announcement-facts.ts';
import { requireAnnouncement } from './read-admin-announcements.ts';

/** Changes it. A start that is not given stays where it was. Throws `not_found`, `edited_meanwhile`. */
export async function editAnnouncement(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  id: string,
  asked: EditAnnouncementRequest,
): Promise<AdminAnnouncement> {
  const [row] = await readRows(
    tx,
    z.object({ revision: z.int() }),
    sql`select revision from announcements where id = ${id} for update`,
  );
  refuseStale(row, asked);
  const before = await requireAnnouncement(tx, id);
  if (asked.endsAt !== null && new Date(asked.endsAt) <= new Date(asked.startsAt ?? before.startsAt)) {
    throw fail('invalid_request', { fields: { '/endsAt': 'must be after the start' } });
  }
  await tx.execute(sql`
    update announcements set title = ${asked.title}, markdown = ${asked.markdown}, level = ${asked.level},
      banner = ${asked.banner}, pinned = ${asked.pinned}, notify = ${asked.notify},
      starts_at = coalesce(${asked.startsAt}::timestamptz, starts_at), ends_at = ${asked.endsAt}, revision = revision + 1
    where id = ${id}`);
  if (isTakenBack(before, await requireAnnouncement(tx, id))) {
    await withdrawAnnouncement(tx, id);
    await tx.execute(sql`
      update announcements set told = 0, told_after = null, told_at = null where id = ${id}`);
  }
  const after = await requireAnnouncement(tx, id);
  await writeAudit(tx, {
    ...act,
    action: 'announcement.edit',
    targetKind: 'announcement',
    targetId: id,
    before: factsOf(before),
    after: factsOf(after),
  });
  tx.afterCommit(() => ctx.bus.emit('outbox_changed', {}));
  return after;
}

// Moved into the future or the past, or to be told no more: what told of it goes, and when it starts (again) it is told anew.
function isTakenBack(before: AdminAnnouncement, after: AdminAnnouncement): boolean {
  if (after.state === 'scheduled') return before.state !== 'scheduled';
  if (after.state === 'ended' && before.state !== 'ended') return true;
  return before.notify && !after.notify;
}
