import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeBackupKey, verifyBackup } from './backup/index.ts';
import { findFreePort } from './database/embedded/free-port.ts';
import { findRunningEmbedded } from './database/embedded/open-embedded.ts';
import { readPostmaster } from './database/embedded/postmaster-file.ts';
import { stopPostmaster } from './database/embedded/stop-postmaster.ts';
import { type RunningProcess, runProcess } from './testing/run-process.ts';

let dataDir: string;
let environment: Record<string, string>;
let started: RunningProcess[];
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'coinslot-main-'));
  environment = { COINSLOT_DATA_DIR: dataDir, BROKER_PORT: String(await findFreePort()), NODE_ENV: 'test' };
  started = [];
});
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ ended }) => ended));
  await stopPostmaster(path.join(dataDir, 'postgres', 'data'));
  await rm(dataDir, { recursive: true, force: true });
});

function run(program: string, args: string[] = [], more: Record<string, string> = {}): RunningProcess {
  const made = runProcess(program, args, { ...environment, ...more });
  started.push(made);
  return made;
}

test(
  'from an empty folder to ready; commands work beside it; SIGTERM stops all of it',
  { timeout: 60_000 },
  async () => {
    const broker = run('main.ts');
    await broker.says('broker is listening');
    const url = `http://127.0.0.1:${environment['BROKER_PORT']}`;
    const ready: unknown = await (await fetch(`${url}/readyz`)).json();
    expect(ready).toMatchObject({
      status: 'ready',
      checks: { database: true, migrations: true, loops: true },
    });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('coinslot_ledger_imbalance_coins 0');

    const code = run('cli.ts', ['setup', 'code', '--json']);
    expect(await code.ended).toBe(0);
    expect(JSON.parse(code.output())).toEqual({
      needed: true,
      code: expect.stringMatching(/^(\w{4}-){3}\w{4}$/),
    });
    const verify = run('cli.ts', ['ledger', 'verify', '--json']);
    expect(await verify.ended).toBe(0);
    expect(JSON.parse(verify.output())).toMatchObject({ imbalanceCoins: 0 });

    broker.child.kill('SIGTERM');
    expect(await broker.ended).toBe(0);
    expect(broker.output()).not.toContain('it is started again');
    expect(await findRunningEmbedded(dataDir)).toBeUndefined();
    const late = run('cli.ts', ['setup', 'code']);
    expect(await late.ended).toBe(1);
    expect(late.output()).toMatch(/^No database runs below .*npm start/);

    // A move: nothing acts any more, and the last word is in the backup.
    const { identity, recipient } = await makeBackupKey();
    const file = path.join(dataDir, 'moved.tar.zst.age');
    const backUp = ['backup', 'create', '--recipient', recipient, '--out', file];
    const backup = run('cli.ts', backUp);
    expect(await backup.ended, backup.output()).toBe(0);
    expect((await verifyBackup(file, [identity])).contents.tables.length).toBeGreaterThan(50);
    expect(await findRunningEmbedded(dataDir)).toBeUndefined();
    // Where there is no house, none is made.
    const elsewhere = run('cli.ts', backUp, { COINSLOT_DATA_DIR: path.join(dataDir, 'elsewhere') });
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.output()).toMatch(/^No database runs below/);
  },
);

test(
  'a killed broker’s Postgres is adopted by the next one, which stops it',
  { timeout: 60_000 },
  async () => {
    const first = run('main.ts');
    await first.says('broker is listening');
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await findRunningEmbedded(dataDir)).toBeDefined();
    const second = run('main.ts');
    await second.says('broker is listening');
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    expect(await findRunningEmbedded(dataDir)).toBeUndefined();
  },
);

test(
  'a Postgres that is killed comes back under the running broker; one that cannot come back ends it with a sentence',
  { timeout: 90_000 },
  async () => {
    const dataFolder = path.join(dataDir, 'postgres', 'data');
    const broker = run('main.ts');
    await broker.says('broker is listening');
    const isReady = async () => (await fetch(`http://127.0.0.1:${environment['BROKER_PORT']}/readyz`)).ok;
    const killPostgres = async () => {
      const killed = await readPostmaster(dataFolder);
      if (killed === undefined) throw new Error('no Postgres runs');
      process.kill(killed.pid, 'SIGKILL');
      return killed;
    };
    const killed = await killPostgres();
    await broker.says('the embedded Postgres answers again');
    await expect.poll(isReady, { timeout: 20_000 }).toBe(true);
    expect((await readPostmaster(dataFolder))?.port).toBe(killed.port);

    await writeFile(path.join(dataFolder, 'PG_VERSION'), '13\n');
    await killPostgres();
    expect(await broker.ended).toBe(1);
    expect(broker.output()).toMatch(/was made by another version of Postgres/);
  },
);

test(
  'a port that is taken is named in one sentence, and nothing is left running',
  { timeout: 60_000 },
  async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(Number(environment['BROKER_PORT']), '127.0.0.1', resolve);
    });
    try {
      const broker = run('main.ts');
      expect(await broker.ended).toBe(1);
      expect(broker.output()).toContain(
        `Port ${environment['BROKER_PORT']} on 127.0.0.1 is used by another program.`,
      );
      expect(await findRunningEmbedded(dataDir)).toBeUndefined();
    } finally {
      squatter.close();
    }
  },
);

test('a wrong configuration stops the start with every variable named', async () => {
  const broker = run('main.ts', [], { BROKER_PORT: 'http', NODE_ENV: 'prod' });
  expect(await broker.ended).toBe(1);
  expect(broker.output()).toMatch(/NODE_ENV/);
  expect(broker.output()).toMatch(/BROKER_PORT/);
});
