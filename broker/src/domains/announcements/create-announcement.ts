import type { AdminAnnouncement, AnnouncementDraft } from '@coinslot/shared/http/admin-announcements.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { factsOf } from './announcement-facts.ts';
import { requireAnnouncement } from './read-admin-announcements.ts';

/** Makes one; a loop tells of it when it starts. Throws `invalid_request` for one that is over already. */
export async function createAnnouncement(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  draft: AnnouncementDraft,
): Promise<AdminAnnouncement> {
  refuseAlreadyOver(draft);
  const [made] = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into announcements (title, markdown, level, banner, pinned, notify, starts_at, ends_at, created_by)
      values (${draft.title}, ${draft.markdown}, ${draft.level}, ${draft.banner}, ${draft.pinned}, ${draft.notify},
        coalesce(${draft.startsAt}::timestamptz, now()), ${draft.endsAt}, ${act.actor.name})
      returning id`,
  );
  const after = await requireAnnouncement(tx, made?.id ?? '');
  await writeAudit(tx, {
    ...act,
    action: 'announcement.create',
    targetKind: 'announcement',
    targetId: after.id,
    after: factsOf(after),
  });
  tx.afterCommit(() => ctx.bus.emit('outbox_changed', {}));
  return after;
}

function refuseAlreadyOver({ startsAt, endsAt }: AnnouncementDraft): void {
  if (endsAt === null || startsAt !== null || new Date(endsAt) > new Date()) return;
  throw fail('invalid_request', { fields: { '/endsAt': 'is over already' } });
}
