import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { describeSchema } from '../database/dump-schema.ts';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.ts';
import { tellMetrics } from '../observability/tell-metrics.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import { backUpBySchedule } from './back-up-by-schedule.ts';
import type { BackupHead } from './backup-contents.ts';
import { type BackupKey, makeBackupKey } from './backup-keys.ts';
import { planSchema } from './make-schema.ts';
import { restoreBackup } from './restore-backup.ts';
import { takeBackup } from './take-backup.ts';
import { verifyBackup } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

let home: string;
let key: BackupKey;
let broker: TestBroker;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coinslot-schedule-'));
  key = await makeBackupKey();
  broker = await startTestBroker();
});
afterAll(async () => {
  await broker.close();
  await rm(home, { recursive: true, force: true });
});
beforeEach(async () => {
  await broker.ctx.db.$client.query('delete from backups');
});

/** The broker with other settings of backups. */
function withBackups(folder: string, recipients = [key.recipient]): BrokerContext {
  const { config } = broker.ctx;
  return { ...broker.ctx, config: { ...config, backups: { ...config.backups, folder, recipients } } };
}

const readTries = async () =>
  (await broker.ctx.db.$client.query(`select bytes is not null as good, failure from backups order by id`))
    .rows as unknown[];

test('one backup is taken when one is due, by one of the brokers, and the metrics tell of it', async () => {
  const folder = path.join(home, 'good');
  const ctx = withBackups(folder);
  expect((await tellMetrics(ctx)).text).toContain('coinslot_backup_last_success_timestamp_seconds 0');
  await Promise.all([backUpBySchedule(ctx), backUpBySchedule(ctx), backUpBySchedule(ctx)]);
  await backUpBySchedule(ctx);
  const [file, ...more] = await readdir(folder);
  expect(more).toEqual([]);
  const { head } = await verifyBackup(path.join(folder, file ?? ''), [key.identity]);
  expect(Date.parse(head.takenAt)).toBeGreaterThan(Date.now() - 60_000);
  expect(await readTries()).toEqual([{ good: true, failure: null }]);
  expect((await tellMetrics(ctx)).text).toMatch(/coinslot_backup_last_success_timestamp_seconds 1\d{9}/);
  // A day later the next one is due.
  await ctx.db.$client.query(`update backups set started_at = started_at - interval '25 hours'`);
  await backUpBySchedule(ctx);
  expect(await readTries()).toHaveLength(2);
});

test('one that fails is noted with its reason, leaves no file, and is not tried again at once', async () => {
  const folder = path.join(home, 'a-file');
  await writeFile(folder, 'no folder');
  await expect(backUpBySchedule(withBackups(folder))).rejects.toThrow();
  await backUpBySchedule(withBackups(folder));
  expect(await readTries()).toEqual([{ good: false, failure: expect.stringMatching(/EEXIST|ENOTDIR/) }]);
});

test('a file that is there is replaced only by who says so, and what it holds stays whole meanwhile', async () => {
  const file = path.join(home, 'the-good-one');
  await writeFile(file, 'the only good one');
  const { ctx } = broker;
  const order = { askedBy: 'test', recipients: [key.recipient], withoutBulk: true, file };
  await expect(takeBackup(ctx, order)).rejects.toThrow(/is there already/);
  expect(await readFile(file, 'utf8')).toBe('the only good one');
  // Nothing was tried: no backup has failed.
  expect(await readTries()).toEqual([]);
  await takeBackup(ctx, { ...order, force: true });
  await verifyBackup(file, [key.identity]);
});

test('nobody named who could open it: none is taken', async () => {
  await backUpBySchedule(withBackups(path.join(home, 'none'), []));
  expect(await readTries()).toEqual([]);
});

test('a backup of an older version is restored and brought up to date', async () => {
  const [older, restored] = [
    await createTestDatabase({ migrated: false }),
    await createTestDatabase({ migrated: false }),
  ];
  try {
    await migrateUpTo(older, '0022_failing_ends');
    await older.db.$client.query(
      `with member as (insert into users (name, email) values ('Ada', 'ada@example.org') returning id)
       insert into wallets (user_id) select id from member`,
    );
    const file = path.join(home, 'older.backup');
    const shared = { dataDir: path.join(home, 'older'), databaseUrl: older.url };
    await writeBackup({ ...shared, file, recipients: [key.recipient], secretKeyIds: [] });
    await restoreBackup({
      file,
      identities: [key.identity],
      databaseUrl: restored.url,
      dataDir: shared.dataDir,
      secretKeys: [],
      keepAccess: false,
    });
    const current = await createTestDatabase();
    expect(await describeSchema(restored.db)).toBe(await describeSchema(current.db));
    await current.close();
    expect((await restored.db.$client.query(`select name from users`)).rows).toEqual([{ name: 'Ada' }]);
  } finally {
    await older.close();
    await restored.close();
  }
}, 60_000);

test('a backup of a later version, or of other migrations, is refused', () => {
  const head = (...migrations: BackupHead['migrations']): BackupHead => ({
    format: 1,
    takenAt: '2026-11-22T00:00:00.000Z',
    brokerId: crypto.randomUUID(),
    migrations,
    secretKeyIds: [],
    tables: [],
    leftOut: [],
  });
  expect(() => planSchema(head({ hash: 'of tomorrow', createdAt: 4_000_000_000_000 }))).toThrow(
    /later version/,
  );
  expect(() => planSchema(head({ hash: 'of somebody else', createdAt: 1 }))).toThrow(/other migrations/);
});

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) });

async function migrateUpTo({ db }: TestDatabase, last: string): Promise<void> {
  const folder = await mkdtemp(path.join(home, 'migrations-'));
  await cp(path.resolve(import.meta.dirname, '../../migrations'), folder, { recursive: true });
  const journal = path.join(folder, 'meta/_journal.json');
  const { entries, ...rest } = Journal.parse(JSON.parse(await readFile(journal, 'utf8')));
  const kept = entries.slice(0, entries.findIndex(({ tag }) => tag === last) + 1);
  expect(kept.length).toBeGreaterThan(15);
  await writeFile(journal, JSON.stringify({ ...rest, entries: kept }));
  await migrate(drizzle({ client: db.$client }), { migrationsFolder: folder });
}
