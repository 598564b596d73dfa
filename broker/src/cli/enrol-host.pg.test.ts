import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolFakeWorker } from '../testing/fake-worker.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import { enrolHost } from './enrol-host.ts';

let broker: TestBroker;
let folder: string;
beforeAll(async () => {
  broker = await startTestBroker();
  folder = await mkdtemp(path.join(tmpdir(), 'coinslot-enrol-'));
});
afterAll(async () => {
  await broker.close();
  await rm(folder, { recursive: true });
});

function enrol(workers: number): Promise<string[]> {
  const { ctx } = broker;
  return enrolHost(ctx, { folder, host: 'attic', pool: 'default', workers, capacity: 3 });
}

function read(file: string): Promise<string> {
  return readFile(path.join(folder, file), 'utf8').then((text) => text.trim());
}

test('a host’s workers join by the tokens in its folder; run again, only those that are missing get one', async () => {
  expect(await enrol(2)).toEqual(['attic-1', 'attic-2']);
  // Nobody but the owner and the folder's group.
  expect((await stat(path.join(folder, 'slot-1.token'))).mode & 0o007).toBe(0);
  await enrolFakeWorker(broker.url, await read('slot-1.token'));

  expect(await enrol(3)).toEqual(['attic-2', 'attic-3']);
  expect((await readdir(folder)).sort()).toEqual([
    'slot-1.name',
    'slot-2.name',
    'slot-2.token',
    'slot-3.name',
    'slot-3.token',
  ]);
  await enrolFakeWorker(broker.url, await read('slot-2.token'));
  await enrolFakeWorker(broker.url, await read('slot-3.token'));
  expect(await enrol(3)).toEqual([]);
  const capacities = await broker.ctx.db.execute(sql`select name, capacity from workers order by name`);
  expect(capacities.rows).toEqual(['attic-1', 'attic-2', 'attic-3'].map((name) => ({ name, capacity: 3 })));
});

test('a slot whose worker was revoked gets a worker of another name', async () => {
  await broker.ctx.db.execute(
    sql`update workers set state = 'revoked', state_reason = 'lost laptop' where name = 'attic-1'`,
  );
  expect(await enrol(3)).toEqual(['attic-1-2']);
  expect(await read('slot-1.name')).toBe('attic-1-2');
  await enrolFakeWorker(broker.url, await read('slot-1.token'));
  expect(await enrol(3)).toEqual([]);
});
