import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
import { ApiKeyList, CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../database/db.ts';
import { describeSchema } from '../database/dump-schema.ts';
import { createTestDatabase } from '../database/testing/test-database.ts';
import { type FleetWorld, startFleetWorld } from '../domains/fleet/testing/fleet-world.ts';
import { verifyLedger } from '../domains/wallet/index.ts';
import { secretKeyId } from '../secrets/secret-box.ts';
import { bringUp } from '../testing/fake-provisioning.ts';
import { createFakeWorker, enrolFakeWorker, type FakeIdentity } from '../testing/fake-worker.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import { makeBackupKey } from './backup-keys.ts';
import { restoreBackup } from './restore-backup.ts';
import { verifyBackup } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

let world: FleetWorld;
let home: string;
let backup: string;
let key: Awaited<ReturnType<typeof makeBackupKey>>;
let apiKey: string;
let rested: FakeIdentity;
const bought: Record<'ready' | 'preparing' | 'queued', string> = { ready: '', preparing: '', queued: '' };

/** A house in the middle of its day: a machine that runs, one that is prepared, one that waits, and others who buy meanwhile. */
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coinslot-backup-'));
  key = await makeBackupKey();
  world = await startFleetWorld({ BROKER_ACTIVE_MACHINES_MAX: '1000' });
  const { ctx, database } = world.broker;
  await database.db.execute(sql`update products set price = 10`);
  const worker = await world.addWorker('one', 2);
  bought.ready = await world.buy();
  await worker.until('it has work', () => worker.assignments.length === 1);
  await bringUp(worker, worker.assignments[0] ?? { machineId: '', epoch: 0 });
  await database.db.execute(sql`
    insert into lab_findings (lab_id, seat_id, kind, lab_ref, label, lab_session_id, sightings)
    select lab_id, seat_id, 'orphan', 'ref-used-again', tag, id, 2 from lab_sessions`);
  bought.preparing = await world.buy();
  await world.machineUntil(bought.preparing, (machine) => machine.state === 'assigned');
  bought.queued = await world.buy();

  const asked = { name: 'of then', scopes: ['machines.read'], expiresInDays: 30 };
  apiKey = CreatedApiKey.parse((await world.member.post('/api/v1/api-keys', asked)).body).secret ?? '';
  rested = await world.enrol('resting');
  await world.makeToken({ name: 'never-used' });

  backup = path.join(home, 'coinslot.backup');
  const buyers = await Promise.all([world.broker.register(), world.broker.register()]);
  const done = new AbortController();
  const busy = buyers.map(async (buyer) => {
    while (!done.signal.aborted) {
      const id = await world.buy(buyer);
      await buyer.post(`/api/v1/machines/${id}/cancel`, {});
    }
  });
  await writeBackup({
    databaseUrl: database.url,
    dataDir: ctx.config.dataDir,
    secretKeyIds: [await idOfKey(ctx.config.dataDir)],
    recipients: [key.recipient],
    file: backup,
  });
  done.abort();
  await Promise.all(busy);
});

afterAll(async () => {
  await world.close();
  await rm(home, { recursive: true, force: true });
});

async function idOfKey(dataDir: string): Promise<string> {
  const text = await readFile(path.join(dataDir, 'secrets', 'secret-key'), 'utf8');
  return secretKeyId(Buffer.from(text.trim(), 'base64'));
}

async function newHome(name: string): Promise<string> {
  return await mkdtemp(path.join(home, `${name}-`));
}

const restoreOptions = async (databaseUrl: string, file = backup) => ({
  file,
  identities: [key.identity],
  databaseUrl,
  dataDir: await newHome('restored'),
  secretKeys: [],
  keepAccess: false,
});

test('a drill: the backup of a busy house is restored, its books agree, nobody acts on the past, and it sells again', async () => {
  const database = await createTestDatabase({ migrated: false });
  const { ctx } = world.broker;
  const options = await restoreOptions(database.url);
  const { rows } = await restoreBackup(options);
  expect(rows).toBeGreaterThan(100);
  expect(await describeSchema(database.db)).toBe(await describeSchema(ctx.db));
  expect(await verifyLedger(database.db)).toMatchObject({ differences: [], imbalanceCoins: 0 });

  const broker = await startTestBroker(
    {
      COINSLOT_DATA_DIR: options.dataDir,
      BROKER_LOOP_INTERVAL_MS: '50',
      BROKER_ADOPTION_DEADLINE_MS: '20000',
      BROKER_ACTIVE_MACHINES_MAX: '10',
    },
    { loops: true, database },
  );
  try {
    await expectPastAtRest(broker);
    await expectItSells(broker);
    expect(await verifyLedger(database.db)).toMatchObject({ differences: [], imbalanceCoins: 0 });
  } finally {
    await broker.close();
  }
}, 60_000);

async function expectPastAtRest(broker: TestBroker): Promise<void> {
  const { db } = broker.ctx;
  const Machine = z.object({ id: z.uuid(), state: z.string(), why: z.string().nullable(), held: z.int() });
  const read = async () =>
    await readRows(
      db,
      Machine,
      sql`
        select m.id, m.state, m.end_reason as why,
          (select count(*)::integer from charges c where c.machine_id = m.id and c.state = 'held') as held
        from machines m where m.id in (${sql.join(
          Object.values(bought).map((id) => sql`${id}::uuid`),
          sql`, `,
        )})`,
    );
  await expect
    .poll(async () => new Map((await read()).map(({ id, ...rest }) => [id, rest])), { timeout: 20_000 })
    .toEqual(
      new Map([
        [bought.ready, { state: 'ready', why: null, held: 0 }],
        [bought.preparing, { state: 'failed', why: 'provision_timeout', held: 0 }],
        [bought.queued, { state: 'failed', why: 'queue_timeout', held: 0 }],
      ]),
    );
  // What a lab listed then says nothing about what it lists now.
  expect((await db.execute(sql`select 1 from lab_findings`)).rowCount).toBe(0);
  // The worker of then finds that its key is void.
  const [worker] = await world.workers();
  expect(worker?.state).toBe('active');
  const states = await readRows(db, z.object({ state: z.string() }), sql`select state from workers`);
  expect(states).toEqual([{ state: 'revoked' }, { state: 'revoked' }]);
  expect(
    await readRows(db, z.object({ n: z.int() }), sql`select count(*)::integer as n from sessions`),
  ).toEqual([{ n: 0 }]);
}

/** Members and admins sign in with their passwords, a new worker adopts what runs, and the next machine is sold. */
async function expectItSells(broker: TestBroker): Promise<void> {
  const admin = broker.visitor();
  const member = broker.visitor();
  for (const [session, from] of [
    [admin, world.admin],
    [member, world.member],
  ] as const) {
    const answer = await session.post('/api/auth/sign-in/email', {
      email: from.email,
      password: from.password,
    });
    expect(answer.status).toBe(200);
  }
  // A key of then may have been revoked since: it opens nothing, and its member reads why.
  expect((await askByKey(broker)).status).toBe(401);
  const { items } = ApiKeyList.parse((await member.get('/api/v1/api-keys')).body);
  expect(items).toMatchObject([{ name: 'of then', endedReason: 'restored' }]);
  const { body } = await admin.post('/api/v1/admin/workers/enrolment-tokens', {
    poolId: world.poolId,
    name: 'two',
    capacity: 4,
    labels: [],
  });
  const { token } = EnrolmentToken.parse(body);
  const worker = createFakeWorker(broker.url, await enrolFakeWorker(broker.url, token ?? ''));
  try {
    await worker.connect();
    await worker.until('it adopts', () =>
      worker.assignments.some(({ machineId }) => machineId === bought.ready),
    );
    // Above every epoch that was handed out before.
    expect(worker.assignments.find(({ machineId }) => machineId === bought.ready)?.epoch).toBeGreaterThan(
      1_000,
    );
    const [product] = await readRows(
      broker.ctx.db,
      z.object({ id: z.uuid() }),
      sql`select id from products order by name`,
    );
    const answer = await member.post('/api/v1/machines', { productId: product?.id });
    expect(answer.status).toBe(202);
    const { id } = z.object({ id: z.uuid() }).parse(answer.body);
    await worker.until('it has the new one', () =>
      worker.assignments.some(({ machineId }) => machineId === id),
    );
    await bringUp(
      worker,
      worker.assignments.find(({ machineId }) => machineId === id) ?? { machineId: id, epoch: 0 },
    );
    const [charge] = await readRows(
      broker.ctx.db,
      z.object({ state: z.string() }),
      sql`select state from charges where machine_id = ${id}`,
    );
    expect(charge?.state).toBe('captured');
  } finally {
    worker.vanish();
  }
}

const askByKey = (broker: TestBroker) =>
  broker.visitor().get('/api/v1/machines', { headers: { authorization: `Bearer ${apiKey}` } });

test('where access is kept, who was let in then is let in again: sessions, keys and workers that rested; enrolment tokens are void still', async () => {
  const database = await createTestDatabase({ migrated: false });
  const options = { ...(await restoreOptions(database.url)), keepAccess: true };
  await restoreBackup(options);
  const broker = await startTestBroker({ COINSLOT_DATA_DIR: options.dataDir }, { database });
  const worker = createFakeWorker(broker.url, { ...rested });
  try {
    expect((await askByKey(broker)).status).toBe(200);
    const me = await broker.visitor().get('/api/v1/me', { headers: { cookie: world.member.cookie() } });
    expect(me).toMatchObject({ status: 200, body: { email: world.member.email } });
    await worker.connect();
    const left = await readRows(
      broker.ctx.db,
      z.object({ n: z.int() }),
      sql`select count(*)::integer as n from enrolment_tokens where worker_id is null`,
    );
    expect(left).toEqual([{ n: 0 }]);
  } finally {
    worker.vanish();
    await broker.close();
  }
}, 60_000);

test('a database in which somebody works is not restored into, and is left as it is', async () => {
  const { database } = world.broker;
  const before = await verifyLedger(database.db);
  await expect(restoreBackup(await restoreOptions(database.url))).rejects.toThrow(/not empty/);
  expect((await verifyLedger(database.db)).wallets).toBe(before.wallets);
});

test('a broken, cut off, foreign or later backup is refused by a sentence, and the database stays empty', async () => {
  const database = await createTestDatabase({ migrated: false });
  try {
    const { size } = await stat(backup);
    const refused: [string, RegExp, string][] = [];
    const change = async (name: string, why: RegExp, act: (file: string) => Promise<void>) => {
      const file = path.join(home, name);
      await copyFile(backup, file);
      await act(file);
      refused.push([file, why, key.identity]);
    };
    await change('cut', /broken or cut off/, (file) => truncate(file, size - 40));
    await change('half', /broken or cut off/, (file) => truncate(file, Math.floor(size / 2)));
    await change('flipped', /broken or cut off/, async (file) => {
      const handle = await open(file, 'r+');
      await handle.write(Buffer.from([1, 2, 3]), 0, 3, Math.floor(size / 2));
      await handle.close();
    });
    await change('text', /not a backup of Coinslot/, (file) => writeFile(file, 'hello'));
    refused.push([backup, /does not open/, (await makeBackupKey()).identity]);
    refused.push([path.join(home, 'nowhere'), /cannot be read/, key.identity]);
    for (const [file, why, identity] of refused) {
      await expect(verifyBackup(file, [identity]), file).rejects.toThrow(why);
      const options = await restoreOptions(database.url, file);
      await expect(restoreBackup({ ...options, identities: [identity] }), file).rejects.toThrow(why);
    }
    const other = { ...(await restoreOptions(database.url)), secretKeys: [Buffer.alloc(32, 1)] };
    await expect(restoreBackup(other)).rejects.toThrow(/COINSLOT_SECRET_KEY/);
    const { rows } = await database.db.$client.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toEqual([]);
  } finally {
    await database.close();
  }
});

test('what a backup says of itself is compared, and it opens with the public tools’ format', async () => {
  const { head, contents, secrets } = await verifyBackup(backup, [key.identity]);
  expect(secrets).toEqual(['secret-key', 'auth-secret']);
  expect(head.leftOut).toEqual([]);
  expect(contents.tables.find(({ name }) => name === 'transfers')?.rows).toBeGreaterThan(3);
  const bytes = await readFile(backup);
  expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  // Nothing of what is inside can be read without the key.
  expect(bytes.includes(world.member.email)).toBe(false);
});
