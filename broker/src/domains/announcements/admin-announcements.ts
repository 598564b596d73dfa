import {
  AdminAnnouncement,
  type AdminAnnouncementPage,
  type AnnouncementDraft,
  type EditAnnouncementRequest,
} from '@coinslot/shared/http/admin-announcements.ts';
import type { PageQuery } from '@coinslot/shared/http/page.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { CursorTime, makePage, readCursor } from '../../http/page-cursor.ts';
import { refuseStale } from '../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { withdrawAnnouncement } from '../notifications/index.ts';

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
  (select count(*) from announcement_marks m where m.announcement_id = a.id) as readers,
  a.revision, a.created_at as "createdAt", a.created_by as "createdBy", a.starts_at::text as "startsAtText"`;

const Cursor = z.object({ at: CursorTime, id: z.uuid() });

/** All announcements, the newest start first. */
export async function listAdminAnnouncements(db: Db, page: PageQuery): Promise<AdminAnnouncementPage> {
  const before = readCursor(Cursor, page.cursor);
  const rows = await readRows(
    db,
    Row,
    sql`
      select ${columns} from announcements a
      where ${before === undefined ? sql`true` : sql`(a.starts_at, a.id) < (${before.at}::timestamptz, ${before.id}::uuid)`}
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

// Who made it stands in the line's actor, which forgets its name with the account.
function factsOf({ createdBy: _, ...facts }: AdminAnnouncement): object {
  return facts;
}

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

function refuseAlreadyOver({ startsAt, endsAt }: AnnouncementDraft): void {
  if (endsAt === null || startsAt !== null || new Date(endsAt) > new Date()) return;
  throw fail('invalid_request', { fields: { '/endsAt': 'is over already' } });
}
