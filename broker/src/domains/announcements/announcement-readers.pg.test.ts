import { AdminAnnouncement, type AdminAnnouncementPage } from '@coinslot/shared/http/admin-announcements.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { dismissBanner, markAnnouncementsRead } from './mark-announcements.ts';

let broker: TestBroker;
let admin: TestSession;
let members: string[];
let ids: string[];
beforeAll(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin('Ada');
  const made = await readRows(
    broker.ctx.db,
    z.object({ id: z.uuid() }),
    sql`
      insert into users (name, email) select 'Reader ' || n, 'reader-' || n || '@example.org' from generate_series(1, 30) n
      returning id`,
  );
  members = made.map(({ id }) => id);
  ids = [];
  for (const title of ['One', 'Two', 'Three']) {
    const { body } = await admin.post('/api/v1/admin/announcements', {
      title,
      markdown: 'News',
      banner: true,
    });
    ids.push(AdminAnnouncement.parse(body).id);
  }
});
afterAll(() => broker.close());

async function readersOf(): Promise<number[]> {
  const { body } = await admin.get('/api/v1/admin/announcements');
  const { items } = body as AdminAnnouncementPage;
  return ids.map((id) => items.find((item) => item.id === id)?.readers ?? -1);
}

async function marksOf(): Promise<number[]> {
  const rows = await readRows(
    broker.ctx.db,
    z.object({ id: z.uuid(), marks: z.int() }),
    sql`select announcement_id as id, count(*) as marks from announcement_marks group by 1`,
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.marks ?? 0);
}

test('each reader counts once, also when all read at the same time, in any order, and dismiss the banner as well', async () => {
  const { db } = broker.ctx;
  expect(await readersOf()).toEqual([0, 0, 0]);
  await Promise.all(
    members.flatMap((member, place) => [
      markAnnouncementsRead(db, member, place % 2 === 0 ? ids : ids.toReversed()),
      markAnnouncementsRead(db, member, ids.slice(0, 2)),
      dismissBanner(db, member, String(ids[place % 3])),
    ]),
  );
  expect(await readersOf()).toEqual([30, 30, 30]);
  expect(await marksOf()).toEqual([30, 30, 30]);
});

test('who deletes their account is no reader any more, while others go on reading; an announcement takes its count with it', async () => {
  const { db } = broker.ctx;
  await Promise.all(
    members.flatMap((member, place) => [
      ...(place < 10 ? [db.execute(sql`select forget_member(${member})`)] : []),
      ...(place >= 20 ? [db.execute(sql`delete from announcement_marks where user_id = ${member}`)] : []),
      markAnnouncementsRead(db, String(members[20 + (place % 10)]), ids),
    ]),
  );
  const marks = await marksOf();
  expect(marks[0]).toBeGreaterThanOrEqual(10);
  expect(await readersOf()).toEqual(marks);
  const gone = ids[1];
  expect(await admin.delete(`/api/v1/admin/announcements/${gone}`)).toMatchObject({ status: 204 });
  const kept = await readRows(
    db,
    z.object({ id: z.uuid() }),
    sql`select announcement_id as id from announcement_readers order by 1`,
  );
  expect(kept.map(({ id }) => id)).toEqual(ids.filter((id) => id !== gone).toSorted());
});
