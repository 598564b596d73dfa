import { generateKeyPairSync } from 'node:crypto';
import { EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enrolFakeWorker } from '../../../testing/fake-worker.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
beforeEach(async () => {
  world = await startFleetWorld();
});
afterEach(() => world.close());

test('of fifty enrolments with one token exactly one wins', async () => {
  const token = await world.makeToken({ name: 'one' });
  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, () => enrolFakeWorker(world.broker.url, token)),
  );
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  for (const one of tries) if (one.status === 'rejected') expect(one.reason.message).toContain('401');
  expect(await world.workers()).toMatchObject([
    { name: 'one', capacity: 4, used: 0, state: 'active', liveness: 'never_seen' },
  ]);
});

test('an enrolment whose answer was lost is answered again to the same key, while the token lasts', async () => {
  const token = await world.makeToken({ name: 'cut-off' });
  const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
  const ask = async () => {
    const response = await fetch(new URL('/api/v1/workers/enrol', world.broker.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, publicKey: publicKey.toString('base64'), version: 'x' }),
    });
    return { status: response.status, body: await response.json() };
  };
  const answers = await Promise.all([ask(), ask(), ask()]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ status: 200, body: { name: 'cut-off' } });
  await expect(enrolFakeWorker(world.broker.url, token)).rejects.toThrow('401');
  await world.broker.database.db.execute(sql`update enrolment_tokens set expires_at = now()`);
  expect(await ask()).toMatchObject({ status: 401 });
});

test('an expired token, an unknown one and a key of another kind are refused', async () => {
  const token = await world.makeToken({ name: 'late' });
  await world.broker.database.db.execute(sql`update enrolment_tokens set expires_at = now()`);
  await expect(enrolFakeWorker(world.broker.url, token)).rejects.toThrow('401');
  await expect(enrolFakeWorker(world.broker.url, 'coinslot-enrol-never-made-by-anybody')).rejects.toThrow(
    '401',
  );
  const response = await fetch(new URL('/api/v1/workers/enrol', world.broker.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, publicKey: Buffer.alloc(44).toString('base64'), version: 'x' }),
  });
  expect(response.status).toBe(400);
});

test('a name is taken once, and the token of the loser stays usable', async () => {
  const first = await world.makeToken({ name: 'twin' });
  const second = await world.makeToken({ name: 'twin' });
  await enrolFakeWorker(world.broker.url, first);
  await expect(enrolFakeWorker(world.broker.url, second)).rejects.toThrow('409');
  const again = await world.admin.post('/api/v1/admin/workers/enrolment-tokens', {
    poolId: world.poolId,
    name: 'twin',
    capacity: 1,
    labels: [],
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'name_taken' } });
});

test('a token is shown once; only its hash is kept, and the act is audited', async () => {
  const asked = { poolId: world.poolId, name: 'shown', capacity: 1, labels: ['b', 'a'] };
  const options = { idempotencyKey: 'the-same-key' };
  const first = await world.admin.post('/api/v1/admin/workers/enrolment-tokens', asked, options);
  const second = await world.admin.post('/api/v1/admin/workers/enrolment-tokens', asked, options);
  const shown = EnrolmentToken.parse(first.body);
  expect(shown).toMatchObject({ secretAlreadyShown: false });
  expect(shown.command).toContain(shown.token);
  expect(EnrolmentToken.parse(second.body)).toMatchObject({ token: null, secretAlreadyShown: true });
  const { rows } = await world.broker.database.db.execute(
    sql`select (select json_agg(t)::text from enrolment_tokens t) || (select json_agg(k)::text from idempotency_keys k) as kept`,
  );
  expect(String(rows[0]?.kept)).not.toContain(shown.token);
  const audited = await world.broker.database.db.execute(
    sql`select action, after from audit_log where action = 'worker.create_enrolment_token'`,
  );
  expect(audited.rows).toMatchObject([{ after: { name: 'shown' } }]);
});

test('the token itself stands in no column of any table and in no line of the log, before and after it was used', async () => {
  await world.close();
  const lines: string[] = [];
  world = await startFleetWorld(
    { LOG_LEVEL: 'trace' },
    { logTo: { write: (line) => void lines.push(line) } },
  );
  const token = await world.makeToken({ name: 'scanned' });
  const late = await world.makeToken({ name: 'late' });
  await enrolFakeWorker(world.broker.url, token);
  await expect(enrolFakeWorker(world.broker.url, token)).rejects.toThrow('401');
  const { db } = world.broker.database;
  const tables = await db.execute(sql`select relname from pg_stat_user_tables where schemaname = 'public'`);
  expect(tables.rows.length).toBeGreaterThan(30);
  for (const { relname } of tables.rows) {
    const table = sql.identifier(String(relname));
    const found = await db.execute(
      sql`select from ${table} as r where strpos(r::text, ${token}) > 0 or strpos(r::text, ${late}) > 0`,
    );
    expect([relname, found.rowCount]).toEqual([relname, 0]);
  }
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) for (const secret of [token, late]) expect(line).not.toContain(secret);
});
