import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, findRunningEmbedded, openEmbedded } from './open-embedded.ts';
import { readPostmaster } from './postmaster-file.ts';
import { stopPostmaster } from './stop-postmaster.ts';

const settings = ['fsync=off'];
let closed: string;
let dataDir: string;
beforeEach(async () => {
  closed = await mkdtemp(path.join(tmpdir(), 'coinslot-embedded-'));
  // Closed to all others, with a space and a name longer than any socket's: as a home may be.
  dataDir = path.join(closed, 'a home', 'x'.repeat(120), 'data');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
});
afterEach(async () => {
  await stopPostmaster(path.join(dataDir, 'postgres', 'data'));
  await rm(closed, { recursive: true, force: true });
});

const open = () => openEmbedded({ dataDir, settings });

async function ask<Row extends pg.QueryResultRow>(url: string, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

async function pidOf(): Promise<number> {
  const postmaster = await readPostmaster(path.join(dataDir, 'postgres', 'data'));
  if (postmaster === undefined) throw new Error('no postmaster runs');
  return postmaster.pid;
}

test('four starters at once get one Postgres, whose role is no superuser and whose passwords are closed', async () => {
  const all = await Promise.all([open(), open(), open(), open()]);
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  const url = all[0]?.url ?? '';
  const [role] = await ask<{ rolsuper: boolean; rolcreatedb: boolean }>(
    url,
    'select rolsuper, rolcreatedb from pg_roles where rolname = current_user',
  );
  expect(role).toEqual({ rolsuper: false, rolcreatedb: true });
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect(Number(new URL(url).port)).toBeLessThan(32_768);
  const mode = (await stat(path.join(dataDir, 'postgres', 'passwords.json'))).mode & 0o777;
  expect(mode).toBe(0o600);
  const stranger = new URL(url);
  stranger.password = 'wrong';
  await expect(ask(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/);
});

test('a Postgres that outlived its broker is adopted, and data survive stop and start', async () => {
  const first = await open();
  await ask(first.url, 'create table kept (n int); insert into kept values (1)');
  const pid = await pidOf();
  const second = await open();
  expect(await pidOf()).toBe(pid);
  expect(await findRunningEmbedded(dataDir)).toMatchObject({ url: second.url });
  await second.stop();
  expect(await findRunningEmbedded(dataDir)).toBeUndefined();
  const third = await open();
  expect(await ask(third.url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('after kill -9 of Postgres the next start recovers, whatever postmaster.pid says', async () => {
  const first = await open();
  await ask(first.url, 'create table kept (n int); insert into kept values (1)');
  process.kill(await pidOf(), 'SIGKILL');
  const second = await open();
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a pid file that names another living program is not believed', async () => {
  const first = await open();
  await first.stop();
  const other = spawn('sleep', ['60']);
  try {
    const file = path.join(dataDir, 'postgres', 'data', 'postmaster.pid');
    await writeFile(file, `${other.pid}\n${path.dirname(file)}\n1\n1\n\n127.0.0.1\n0 0\nready\n`);
    const second = await open();
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    other.kill();
  }
});

test('a port that somebody took meanwhile is left to them', async () => {
  const first = await open();
  const port = Number(new URL(first.url).port);
  await first.stop();
  const squatter = await listen(port);
  try {
    const second = await open();
    expect(Number(new URL(second.url).port)).not.toBe(port);
  } finally {
    squatter.close();
  }
});

test('one that is to come back waits for its port, and does not come back elsewhere, where nobody looks for it', async () => {
  const first = await openEmbedded({ dataDir, settings, portPatienceMs: 300 });
  const port = Number(new URL(first.url).port);
  process.kill(await pidOf(), 'SIGKILL');
  await expect.poll(() => first.runs()).toBe(false);
  const squatter = await listenSoon(port);
  await expect(first.revive()).rejects.toThrow(/Another program took port/);
  expect(await first.runs()).toBe(false);
  squatter.close();
  await first.revive();
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a broker that stops leaves Postgres to another one that is connected', async () => {
  const first: EmbeddedPostgres = await open();
  const other = new pg.Client({ connectionString: first.url, application_name: 'coinslot broker' });
  other.on('error', () => undefined);
  await other.connect();
  await first.stop();
  expect(await findRunningEmbedded(dataDir)).toBeDefined();
  await other.end();
});

test('data of another version are refused by a sentence', async () => {
  const first = await open();
  await first.stop();
  const file = path.join(dataDir, 'postgres', 'data', 'PG_VERSION');
  expect((await readFile(file, 'utf8')).trim()).toBe('18');
  await writeFile(file, '13\n');
  await expect(open()).rejects.toThrow(/another version of Postgres/);
});

/** The children of one that was killed keep its port for as long as they live. */
async function listenSoon(port: number): Promise<Server> {
  let server: Server | undefined;
  await expect.poll(async () => (server = await listen(port).catch(() => undefined))).toBeDefined();
  if (server === undefined) throw new Error('the port never became free');
  return server;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
