import { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import { AnnouncementPage, BannerList } from '@coinslot/shared/http/announcements.ts';
import { Asset, assetLimits } from '@coinslot/shared/http/assets.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { tellAnnouncements } from './index.ts';
import { chunk, pngOf } from './testing/images.ts';

let broker: TestBroker;
let admin: TestSession;
let member: TestSession;
beforeAll(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin('Ada');
  member = await broker.register('Grace');
});
beforeEach(async () => {
  await broker.ctx.db.execute(sql`delete from announcements`);
});
afterAll(() => broker.close());

const draft = { title: 'New machines', markdown: '**Larger** ones. <script>alert(1)</script>' };

async function announce(changes: object = {}): Promise<AdminAnnouncement> {
  const answer = await admin.post('/api/v1/admin/announcements', { ...draft, ...changes });
  expect(answer.status).toBe(201);
  return AdminAnnouncement.parse(answer.body);
}

const shown = async () => AnnouncementPage.parse((await member.get('/api/v1/announcements')).body);
const banners = async () => BannerList.parse((await member.get('/api/v1/announcements/banner')).body).items;

test('members see what is published, pinned ones first, as it was written; what is to come or over they do not', async () => {
  await announce({ title: 'Old', startsAt: '2026-01-01T00:00:00.000Z' });
  await announce({ title: 'Pinned', startsAt: '2025-01-01T00:00:00.000Z', pinned: true });
  const latest = await announce();
  expect(await announce({ title: 'Later', startsAt: '2099-01-01T00:00:00.000Z' })).toMatchObject({
    state: 'scheduled',
  });
  const over = { startsAt: '2025-01-01T00:00:00.000Z', endsAt: '2025-02-01T00:00:00.000Z' };
  expect(await announce({ title: 'Over', ...over })).toMatchObject({ state: 'ended' });
  expect((await shown()).items.map(({ title }) => title)).toEqual(['Pinned', 'New machines', 'Old']);
  expect((await shown()).items[1]).toMatchObject({ markdown: draft.markdown, readAt: null });
  await member.post('/api/v1/announcements/read', { ids: [latest.id, crypto.randomUUID()] });
  expect((await shown()).items[1]?.readAt).not.toBeNull();
  const page = AnnouncementPage.parse((await member.get('/api/v1/announcements?limit=1')).body);
  const next = await member.get(`/api/v1/announcements?limit=2&cursor=${page.nextCursor}`);
  expect(AnnouncementPage.parse(next.body).items.map(({ title }) => title)).toEqual(['New machines', 'Old']);
});

test('a banner is shown until its member dismisses it; others keep seeing it', async () => {
  const info = await announce({ banner: true });
  const warning = await announce({ title: 'Careful', banner: true, level: 'warning' });
  await announce({ banner: true, startsAt: '2099-01-01T00:00:00.000Z' });
  expect((await banners()).map(({ title }) => title)).toEqual(['Careful', 'New machines']);
  expect(await member.post(`/api/v1/announcements/${warning.id}/dismiss`)).toMatchObject({ status: 204 });
  expect((await banners()).map(({ id }) => id)).toEqual([info.id]);
  expect(BannerList.parse((await admin.get('/api/v1/announcements/banner')).body).items).toHaveLength(2);
  expect((await admin.get(`/api/v1/admin/announcements/${warning.id}`)).body).toMatchObject({ readers: 1 });
});

test('edits of somebody else’s meanwhile are refused, and every act stands in the audit log', async () => {
  const { id, revision } = await announce();
  const edit = { ...draft, title: 'Renamed', revision };
  expect(await admin.put(`/api/v1/admin/announcements/${id}`, edit)).toMatchObject({
    status: 200,
    body: { title: 'Renamed', revision: revision + 1 },
  });
  expect(await admin.put(`/api/v1/admin/announcements/${id}`, edit)).toMatchObject({ status: 409 });
  const wrong = {
    ...edit,
    revision: revision + 1,
    startsAt: '2026-02-01T00:00:00.000Z',
    endsAt: '2026-01-01T00:00:00.000Z',
  };
  expect(await admin.put(`/api/v1/admin/announcements/${id}`, wrong)).toMatchObject({
    status: 400,
    body: { fields: { '/endsAt': 'must be after the start' } },
  });
  expect(
    await admin.post('/api/v1/admin/announcements', { ...draft, markdown: 'x'.repeat(20_001) }),
  ).toMatchObject({ status: 400 });
  expect(await admin.delete(`/api/v1/admin/announcements/${id}`)).toMatchObject({ status: 204 });
  const acts = await broker.ctx.db.execute(
    sql`select action from audit_log where target_id = ${id} order by id`,
  );
  expect(acts.rows.map((row) => row['action'])).toEqual([
    'announcement.create',
    'announcement.edit',
    'announcement.delete',
  ]);
});

test('one that is moved into the future, or told no more, is taken back, and told when it starts', async () => {
  const { id, revision } = await announce({ notify: true });
  const edit = async (changes: object, known: number) => {
    const asked = { ...draft, notify: true, ...changes, revision: known };
    return (await admin.put(`/api/v1/admin/announcements/${id}`, asked)).body;
  };
  const tell = async () => {
    while (await tellAnnouncements(broker.ctx));
  };
  await tell();
  expect((await toldOf(id)).n).toBeGreaterThan(0);
  const later = { startsAt: '2099-01-01T00:00:00.000Z' };
  expect(await edit(later, revision)).toMatchObject({ state: 'scheduled', told: 0, telling: false });
  expect(await toldOf(id)).toMatchObject({ n: 0 });
  await edit({ startsAt: '2020-01-01T00:00:00.000Z' }, revision + 1);
  await tell();
  const { n } = await toldOf(id);
  expect(n).toBeGreaterThan(0);
  // A word that is corrected takes nothing back.
  expect(await edit({ title: 'Corrected' }, revision + 2)).toMatchObject({ told: n });
  expect(await edit({ notify: false }, revision + 3)).toMatchObject({ told: 0 });
  expect(await toldOf(id)).toMatchObject({ n: 0 });
});

async function addMembers(count: number): Promise<void> {
  await broker.ctx.db.execute(sql`
    insert into users (name, email) select 'Member ' || n, n || '@crowd.example' from generate_series(1, ${count}) n`);
}

/** The database connection of a broker dies in the middle of a batch. */
async function tellWhileKilled(): Promise<void> {
  // By another pool than the one that tells: a transaction asks its own for nothing more.
  await inTransaction(broker.database.db, async (tx) => {
    await tx.execute(sql`lock table notifications in access exclusive mode`);
    const telling = tellAnnouncements(broker.ctx);
    telling.catch(() => undefined);
    const kill = async () =>
      (
        await broker.ctx.db.execute(sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into notifications%'`)
      ).rowCount;
    await expect.poll(kill).toBe(1);
    await telling;
  });
}

async function toldOf(id: string) {
  const Counts = z.object({ n: z.int(), members: z.int() });
  const [row] = await readRows(
    broker.ctx.db,
    Counts,
    sql`select count(*) as n, count(distinct user_id) as members from notifications where dedupe_key = ${`announcement:${id}`}`,
  );
  return Counts.parse(row);
}

test('ten thousand members are told in batches, once each, by two brokers and also after a crash in the middle', async () => {
  await addMembers(10_000);
  const { id } = await announce({ notify: true });
  await announce({ notify: true, startsAt: '2099-01-01T00:00:00.000Z' });
  await tellAnnouncements(broker.ctx);
  expect(await toldOf(id)).toEqual({ n: 500, members: 500 });
  await expect(tellWhileKilled()).rejects.toThrow();
  expect((await admin.get(`/api/v1/admin/announcements/${id}`)).body).toMatchObject({
    told: 500,
    telling: true,
  });
  const tellAll = async () => {
    while (await tellAnnouncements(broker.ctx));
  };
  await Promise.all([tellAll(), tellAll()]);
  await tellAll();
  expect(await toldOf(id)).toEqual({ n: 10_002, members: 10_002 });
  expect((await admin.get(`/api/v1/admin/announcements/${id}`)).body).toMatchObject({
    told: 10_002,
    telling: false,
  });
  expect((await member.get('/api/v1/notifications?unread=true')).body).toMatchObject({
    items: [{ kind: 'announcement', params: { announcementId: id, title: 'New machines', level: 'info' } }],
  });
  await admin.delete(`/api/v1/admin/announcements/${id}`);
  expect(await toldOf(id)).toMatchObject({ n: 0 });
});

async function upload(bytes: Buffer, type: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${broker.url}/api/v1/admin/assets`, {
    method: 'POST',
    headers: { cookie: admin.cookie(), origin: 'http://localhost:8080', 'content-type': type },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, body: await answer.json() };
}

test('an image is what its bytes say, is served as nothing else, and stays while an announcement shows it', async () => {
  const picture = pngOf(3, 2);
  const made = await upload(picture, 'image/jpeg');
  const asset = Asset.parse(made.body);
  expect(asset).toMatchObject({ type: 'image/png', width: 3, height: 2, used: false });
  const large = await upload(pngOf(3, 2, [chunk('tEXt', Buffer.alloc(1_500_000))]), 'image/png');
  expect(large).toMatchObject({ status: 201, body: { bytes: picture.length } });
  const answer = await fetch(`${broker.url}${asset.url}`);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  expect((await answer.arrayBuffer()).byteLength).toBe(asset.bytes);
  const again = await fetch(`${broker.url}${asset.url}`, {
    headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
  const { id } = await announce({ markdown: `![Picture](${asset.url})` });
  expect(await admin.delete(`/api/v1/admin/assets/${asset.id}`)).toMatchObject({
    status: 409,
    body: { code: 'still_in_use' },
  });
  expect((await admin.get('/api/v1/admin/assets')).body).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ id: asset.id, used: true })]),
  });
  await admin.delete(`/api/v1/admin/announcements/${id}`);
  for (const page of ['terms', 'privacy']) {
    const path = `/api/v1/admin/settings/${page}`;
    const shown = await admin.put(path, { values: { markdown: `![Plan](${asset.url})` }, revision: 0 });
    expect(shown.status).toBe(200);
    expect(await admin.delete(`/api/v1/admin/assets/${asset.id}`)).toMatchObject({
      status: 409,
      body: { code: 'still_in_use', detail: expect.stringContaining('terms') },
    });
    await admin.put(path, { values: { markdown: 'Words only.' }, revision: 1 });
  }
  expect(await admin.delete(`/api/v1/admin/assets/${asset.id}`)).toMatchObject({ status: 204 });
  expect((await fetch(`${broker.url}${asset.url}`)).status).toBe(404);
});

test('no more images are kept than the limit, however small they are', async () => {
  await broker.ctx.db.execute(sql`
    insert into assets (type, width, height, bytes, uploaded_by)
    select 'image/png', 1, 1, '\\x00', 'filler' from generate_series(1, ${assetLimits.countMax})`);
  expect(await upload(pngOf(1, 1), 'image/png')).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', detail: expect.stringContaining('200 images') },
  });
  await broker.ctx.db.execute(sql`delete from assets where uploaded_by = 'filler'`);
});

test('a made-up cursor is refused, not asked of the database', async () => {
  const id = '00000000-0000-4000-8000-000000000000';
  const lists = [
    ['announcements?', { pinned: true, at: '2026-02-30 00:00:00+00', id }],
    ['admin/announcements?', { at: 'x', id }],
    ['admin/vouchers?', { at: 'x', id }],
    ['admin/outbox?', { at: 'x', id }],
    ['admin/users?sort=newest&', { key: 'x', id }],
    ['admin/users?sort=coins&', { key: '2026-11-21 00:00:00+00', id }],
    ['admin/users?sort=last_seen&', { key: '12', id }],
  ] as const;
  for (const [path, key] of lists) {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
    expect(await admin.get(`/api/v1/${path}cursor=${cursor}`), path).toMatchObject({ status: 400 });
  }
});

test('what is no image, is damaged or too large is refused with a plain reason', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  expect(await upload(svg, 'image/png')).toMatchObject({
    status: 400,
    body: { detail: 'The file is no PNG, JPEG, WebP or GIF.' },
  });
  expect((await upload(svg, 'image/svg+xml')).status).toBeGreaterThanOrEqual(400);
  expect(await upload(pngOf(3, 2).subarray(0, 40), 'image/png')).toMatchObject({
    status: 400,
    body: { detail: 'The file is damaged or cut off.' },
  });
  expect(await upload(pngOf(5000, 2), 'image/png')).toMatchObject({ status: 400 });
  expect(await upload(Buffer.alloc(2 * 1024 * 1024 + 1), 'image/png')).toMatchObject({ status: 413 });
});
