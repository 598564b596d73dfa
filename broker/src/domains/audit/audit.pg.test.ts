import { AuditActionList, AuditPage } from '@coinslot/shared/http/audit.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';

let broker: TestBroker;
let admin: TestSession;
let adminId: string;
const path = '/api/v1/admin/audit';

beforeAll(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin('=Ada');
  adminId = (await admin.me()).id;
  await broker.ctx.db.execute(sql`
    insert into audit_log (at, actor_name, action, target_kind, target_id, reason, before, address)
    select timestamptz '2026-01-01' + n * interval '1 minute', 'Robot ' || n % 10, (array['lab.disable', 'lab.reopen', 'pool.edit'])[n % 3 + 1],
      'lab', 'lab-' || n % 50, case when n = 1234 then '100% of the seats_used' else 'because' end, '{"n": 1}', '10.0.0.' || n % 250
    from generate_series(1, 2500) n`);
  await broker.ctx.db.execute(sql`analyze audit_log`);
});
afterAll(() => broker.close());

const find = async (query: Record<string, string>) =>
  AuditPage.parse((await admin.get(`${path}?${new URLSearchParams(query).toString()}`)).body);

test('finds lines by who, what, whom, when and any word, also in upper case and with signs', async () => {
  expect((await find({ actor: adminId })).items).toMatchObject([
    { action: 'setup.complete', targetName: '=Ada' },
  ]);
  expect((await find({ actor: 'robot 3', limit: '1' })).items).toMatchObject([{ actorName: 'Robot 3' }]);
  expect((await find({ action: 'pool', limit: '1' })).items).toMatchObject([{ action: 'pool.edit' }]);
  const minute = { from: '2026-01-01T00:05:00Z', to: '2026-01-01T00:07:00+00:00' };
  expect((await find(minute)).items).toHaveLength(2);
  for (const search of ['100% OF', 'seats_used', '10.0.0.']) {
    expect((await find({ search, limit: '1' })).items).toHaveLength(1);
  }
  expect((await find({ search: '1_0%' })).items).toEqual([]);
  // A target is found by the name that its line shows.
  await broker.ctx.db.execute(sql`
    with target as (insert into users (name, email) values ('Ada Target', 'target@example.org') returning id)
    insert into audit_log (actor_name, action, target_kind, target_id)
    select 'Somebody', 'user.set_roles', 'user', id::text from target`);
  expect((await find({ search: 'ada targ' })).items).toMatchObject([{ action: 'user.set_roles' }]);
  expect((await find({ targetKind: 'lab', target: 'lab-7', limit: '100' })).items).toHaveLength(50);
});

test('page after page shows every line once', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: AuditPage = await find({
      action: 'lab.reopen',
      limit: '100',
      ...(cursor === '' ? {} : { cursor }),
    });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(834);
});

test('names every action once', async () => {
  const { actions } = AuditActionList.parse((await admin.get(`${path}/actions`)).body);
  expect(actions).toEqual([...new Set(actions)].toSorted());
  expect(actions).toEqual(
    expect.arrayContaining(['lab.disable', 'lab.reopen', 'pool.edit', 'setup.complete']),
  );
});

test('exports what fits as CSV without formulas, and writes down that it did', async () => {
  const answer = await admin.get(`${path}/export?action=lab`);
  expect(answer.headers.get('content-disposition')).toMatch(/attachment; filename="coinslot-audit-.*\.csv"/);
  const lines = String(answer.body).trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + 1667);
  expect(lines[1]).toContain('"{""n"":1}"');
  const own = String((await admin.get(`${path}/export?action=audit`)).body);
  expect(own).toContain(`,'=Ada,audit.export,audit,log,`);
  expect(own).toContain('lab');
});
