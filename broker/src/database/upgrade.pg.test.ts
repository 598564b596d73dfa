import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LabList } from '@coinslot/shared/http/admin-labs.ts';
import { SeatList } from '@coinslot/shared/http/admin-seats.ts';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startTestBroker } from '../testing/test-broker.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

// The newest migration of the release that people upgrade from.
const before = '0018_quick_lists';
const migrations = path.resolve(import.meta.dirname, '../../migrations');

test('a house that ran the release before goes on: its machines, labs and keys, and admins may what is new', async () => {
  const database = await createTestDatabase({ migrated: false });
  await migrateUpTo(database, before);
  await database.db.$client.query(seed);
  const broker = await startTestBroker({ BROKER_LOOP_INTERVAL_MS: '20' }, { loops: true, database });
  try {
    const rows = async (text: string) => (await database.db.$client.query(text)).rows as unknown[];
    await expect
      .poll(() => rows(`select name, state, end_reason as why from machines order by name`), {
        timeout: 20_000,
      })
      .toEqual([
        { name: 'assigned', state: 'assigned', why: null },
        { name: 'failed', state: 'failed', why: 'provision_failed' },
        { name: 'late', state: 'failed', why: 'queue_timeout' },
        { name: 'provisioning', state: 'provisioning', why: null },
        { name: 'queued', state: 'queued', why: null },
        { name: 'ready', state: 'ready', why: null },
        { name: 'stopped', state: 'stopped', why: 'member_stopped' },
        { name: 'stopping', state: 'stopping', why: 'member_stopped' },
      ]);

    const admin = await broker.registerAdmin();
    const { permissions } = await admin.me();
    expect(permissions).toEqual(expect.arrayContaining(['admin.machines.watch', 'admin.machines.operate']));
    const { items: labs } = LabList.parse((await admin.get('/api/v1/admin/labs')).body);
    expect(labs.map(({ name, tunnel, breaker }) => ({ name, tunnel, trial: breaker?.triesAgainAt }))).toEqual(
      [
        { name: 'Closed', tunnel: 'direct', trial: null },
        { name: 'Open', tunnel: 'direct', trial: undefined },
      ],
    );
    for (const { id } of labs) {
      SeatList.parse((await admin.get(`/api/v1/admin/labs/${id}/seats`)).body);
      expect((await admin.get(`/api/v1/admin/labs/${id}/canaries`)).body).toMatchObject({ items: [] });
    }
    const machines = z.array(z.object({ id: z.uuid() })).parse(await rows('select id from machines'));
    for (const { id } of machines) {
      expect((await admin.get(`/api/v1/admin/machines/${id}`)).status).toBe(200);
    }
    for (const page of ['machines', 'overview', 'products', 'tunnels']) {
      expect({ page, status: (await admin.get(`/api/v1/admin/${page}`)).status }).toEqual({
        page,
        status: 200,
      });
    }
    expect(await rows('select name, scopes from api_keys order by name')).toEqual([
      { name: 'buys', scopes: ['machines.write', 'machines.connect'] },
      { name: 'looks', scopes: ['account.read'] },
    ]);
  } finally {
    await broker.close();
  }
});

async function migrateUpTo({ db }: TestDatabase, last: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coinslot-migrations-'));
  await cp(migrations, folder, { recursive: true });
  const journal = path.join(folder, 'meta/_journal.json');
  const { entries, ...head } = Journal.parse(JSON.parse(await readFile(journal, 'utf8')));
  const kept = entries.slice(0, entries.findIndex(({ tag }) => tag === last) + 1);
  expect(kept.length).toBeGreaterThan(10);
  await writeFile(journal, JSON.stringify({ ...head, entries: kept }));
  await migrate(drizzle({ client: db.$client }), { migrationsFolder: folder });
  await rm(folder, { recursive: true });
}

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) });

// As the release before left it: written in its columns only.
const seed = `
  insert into users (id, name, email) values (gen_random_uuid(), 'Member', 'member@example.org');
  insert into wallets (user_id) select id from users;
  insert into member_usage (user_id, active_machines) select id, 6 from users;
  insert into pools (name) values ('Pool') on conflict do nothing;
  insert into workers (id, pool_id, name, public_key, capacity, used, protocol)
    select gen_random_uuid(), id, 'worker', 'key', 4, 4, 2 from pools where name = 'Pool';
  insert into labs (name, driver, recipe, base_url, permission_kind, permission_confirmed_by, permission_confirmed_at,
    breaker_opened_at, breaker_reason) values
    ('Open', 'console', 'bundled', 'http://lab.localhost', 'own_installation', 'Admin', now(), null, null),
    ('Closed', 'console', 'bundled', 'http://lab.localhost', 'own_installation', 'Admin', now(), now(), 'captcha');
  insert into seats (lab_id, username, secret, max_concurrent, in_use, uses, disabled_at, disabled_reason, cooldown_until)
    select id, 'busy', 'sealed', 9, 4, 6, null::timestamptz, null::text, null::timestamptz from labs
    union all select id, 'rests', 'sealed', 1, 0, 1, null, null, now() + interval '1 hour' from labs
    union all select id, 'off', 'sealed', 1, 0, 0, now(), 'by hand', null from labs;
  insert into products (name, pool_id, lab_id, template, duration_minutes, price)
    select 'Linux', p.id, l.id, 'linux-small', 60, 0 from pools p, labs l where p.name = 'Pool' and l.name = 'Open';
  insert into machines (id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, state, end_reason, epoch,
    seat_id, queue_deadline_at, assigned_at, provision_deadline_at, ready_at, expires_at, stopping_at, ended_at)
    select gen_random_uuid(), u.id, p.id, p.pool_id, p.lab_id, v.state, 'linux-small', 60, 0,
      case v.state when 'late' then 'queued' else v.state end, v.reason, case when v.held then 1 else 0 end,
      case when v.held then s.id end,
      case v.state when 'late' then now() - interval '1 minute' else now() + interval '1 hour' end,
      case when v.held then now() end, case when v.held then now() + interval '1 hour' end,
      case when v.state in ('ready', 'stopping') then now() end, case when v.state in ('ready', 'stopping') then now() + interval '1 hour' end,
      case when v.state = 'stopping' then now() + interval '1 hour' end, case when v.state in ('stopped', 'failed') then now() end
    from users u, products p, seats s, (values
      ('queued', null, false), ('late', null, false), ('assigned', null, true), ('provisioning', null, true), ('ready', null, true),
      ('stopping', 'member_stopped', true), ('stopped', 'member_stopped', false), ('failed', 'provision_failed', false)
    ) v (state, reason, held)
    where s.username = 'busy' and s.lab_id = p.lab_id;
  insert into charges (machine_id, user_id, kind, price, from_earned, from_bought, state, ended_at)
    select id, owner_id, 'purchase', 0, 0, 0, case when state in ('ready', 'stopping', 'stopped') then 'captured' when state = 'failed'
      then 'released' else 'held' end, case when state in ('ready', 'stopping', 'stopped', 'failed') then now() end from machines;
  insert into leases (machine_id, worker_id, seat_id, epoch, expires_at, acknowledged_at)
    select m.id, w.id, m.seat_id, 1, now() + interval '1 hour', now() from machines m, workers w where m.epoch = 1;
  insert into lab_sessions (id, machine_id, lab_id, seat_id, epoch, tag, state)
    select gen_random_uuid(), id, lab_id, seat_id, 1, id::text, case state when 'provisioning' then 'starting' else 'live' end
    from machines where state in ('provisioning', 'ready', 'stopping');
  insert into endpoints (machine_id, epoch, kind, tunnel, reach, host, port, username, secret, host_key_fingerprint)
    select id, 1, 'ssh', 'direct', 'anywhere', '192.0.2.1', 22, 'coin', 'sealed', 'SHA256:x' from machines where state = 'ready';
  insert into worker_failures (worker_id, machine_id, kind) select w.id, m.id, 'lost' from workers w, machines m where m.name = 'failed';
  insert into api_keys (user_id, name, prefix, secret_hash, scopes, expires_at)
    select u.id, k.name, 'cs_', repeat(k.digit, 64), k.scopes, now() + interval '1 day' from users u, (values
      ('buys', 'a', array['machines.write']), ('looks', 'b', array['account.read'])
    ) k (name, digit, scopes);
`;
