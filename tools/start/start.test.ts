import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findLeftovers } from '../leftovers/find-leftovers.ts';

// The real launcher in a copy of tools/, around tiny programs that stand where broker, lab and worker stand.
const repository = path.resolve(import.meta.dirname, '..', '..');
const isLinux = process.platform === 'linux';

const part = (message: string, port: string) => `
  const fs = require('node:fs');
  const note = (text) => fs.appendFileSync(process.env.COINSLOT_DATA_DIR + '/notes', text + '\\n');
  const server = require('node:net').createServer().listen(${port}, '127.0.0.1', () =>
    console.log(JSON.stringify({ level: 30, msg: '${message}' })));
  process.on('SIGTERM', () => { note('${message.split(' ')[0]} stopped'); process.exit(0); });`;

const sources = {
  'broker/src/main.ts': part('broker is listening', 'process.env.BROKER_PORT'),
  'lab/src/main.ts': part('lab is listening', 'process.env.LAB_PORT'),
  'worker/src/main.ts': `${part('worker is connected', '0')}
    if (process.env.COINSLOT_ENROLMENT_TOKEN) fs.mkdirSync(process.env.WORKER_DATA_DIR, { recursive: true });
    note('token ' + process.env.COINSLOT_ENROLMENT_TOKEN);
    fs.writeFileSync(process.env.WORKER_DATA_DIR + '/identity.json', '{}');`,
  'lab/src/account.ts': `require('node:fs').appendFileSync(process.env.COINSLOT_DATA_DIR + '/notes', 'account ' + process.argv[3] + '\\n'); process.stdin.resume();`,
  'broker/src/cli.ts': `
    const [, , word, act] = process.argv;
    require('node:fs').appendFileSync(process.env.COINSLOT_DATA_DIR + '/notes', word + ' ' + act + '\\n');
    process.stdin.resume();
    if (word === 'worker') console.log('{"token":"tok"}');
    if (word === 'setup') console.log('{"needed":true,"code":"ABCD-1234"}');`,
};

const started: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

it('starts the parts in order, says where and how, stops them in order, and leaves nothing', async () => {
  const trial = await makeTrial();
  const run = launch(trial);
  await run.until('Coinslot is ready');
  expect(run.output()).toContain('ABCD-1234');
  run.child.kill('SIGINT');
  expect(await once(run.child, 'exit')).toEqual([0, null]);
  expect(notes(trial)).toEqual([
    'account seat-1',
    'account seat-2',
    'lab add-bundled',
    'worker enrol',
    'token tok',
    'setup code',
    'worker stopped',
    'lab stopped',
    'broker stopped',
  ]);
  expect(await findLeftovers(mark(trial), 2000)).toEqual({ processes: [], mounts: [] });
});

it('provisions and enrols only once', async () => {
  const trial = await makeTrial();
  for (const _ of [1, 2]) {
    const run = launch(trial);
    await run.until('Coinslot is ready');
    run.child.kill('SIGTERM');
    await once(run.child, 'exit');
  }
  expect(notes(trial).filter((note) => /^(account|lab add|worker enrol)/.test(note))).toHaveLength(4);
  expect(notes(trial).filter((note) => note.startsWith('token'))).toEqual(['token tok', 'token undefined']);
});

it('refuses a second start on the same data and names the first', async () => {
  const trial = await makeTrial();
  const first = launch(trial);
  await first.until('Coinslot is ready');
  const second = launch(trial);
  expect(await once(second.child, 'exit')).toEqual([1, null]);
  expect(second.output()).toContain(
    `runs already with the data in ${trial.dataDir} (process ${first.child.pid})`,
  );
  first.child.kill('SIGINT');
  await once(first.child, 'exit');
});

it('names the program on a taken port, and the way out', async () => {
  const trial = await makeTrial();
  const server = createServer().listen(trial.port, '127.0.0.1');
  await once(server, 'listening');
  const run = launch(trial);
  expect(await once(run.child, 'exit')).toEqual([1, null]);
  server.close();
  const holder = isLinux ? ` by process ${process.pid}` : '';
  expect(run.output()).toContain(`Port ${trial.port} is taken${holder}`);
  expect(run.output()).toContain(`npm start -- --port ${trial.port + 1}`);
});

it.runIf(isLinux)('ends what a killed start left behind, and starts on the same ports', async () => {
  const trial = await makeTrial();
  const first = launch(trial);
  await first.until('Coinslot is ready');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  expect((await findLeftovers(mark(trial), 0)).processes).toHaveLength(3);
  const again = launch(trial);
  await again.until('Coinslot is ready');
  expect(again.output()).toContain('Ending 3 process(es)');
  again.child.kill('SIGINT');
  await once(again.child, 'exit');
});

it('stops what runs already when a later part does not start', async () => {
  const trial = await makeTrial({ 'worker/src/main.ts': `console.error('no Chromium'); process.exit(1);` });
  const run = launch(trial);
  expect(await once(run.child, 'exit')).toEqual([1, null]);
  expect(run.output()).toContain('no Chromium');
  expect(notes(trial).slice(-2)).toEqual(['lab stopped', 'broker stopped']);
  expect(await findLeftovers(mark(trial), 2000)).toEqual({ processes: [], mounts: [] });
});

it('ends everything at once at the second Ctrl-C', async () => {
  const trial = await makeTrial({
    'worker/src/main.ts': `${sources['worker/src/main.ts']} process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => {});`,
  });
  const run = launch(trial);
  await run.until('Coinslot is ready');
  run.child.kill('SIGINT');
  await run.until('Ctrl-C again ends everything at once');
  run.child.kill('SIGINT');
  expect(await once(run.child, 'exit')).toEqual([130, null]);
  expect(await findLeftovers(mark(trial), 2000)).toEqual({ processes: [], mounts: [] });
});

interface Trial {
  root: string;
  dataDir: string;
  port: number;
  labPort: number;
}

async function makeTrial(overrides: Partial<typeof sources> = {}): Promise<Trial> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'start-'));
  cpSync(path.join(repository, 'tools'), path.join(root, 'tools'), {
    recursive: true,
    filter: (source) => !source.includes('node_modules') && !source.endsWith('.test.ts'),
  });
  symlinkSync(path.join(repository, 'tools', 'node_modules'), path.join(root, 'tools', 'node_modules'));
  // No dashboard here: a web build that is up to date by definition.
  writeFileSync(path.join(root, 'tools', 'web-build.ts'), `export async function buildWeb() {}`);
  for (const [file, source] of Object.entries({ ...sources, ...overrides })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), source);
  }
  return { root, dataDir: path.join(root, 'data'), port: await freePort(), labPort: await freePort() };
}

function launch(trial: Trial) {
  const args = ['tools/start/main.ts', '--port', String(trial.port), '--lab-port', String(trial.labPort)];
  const child = spawn(process.execPath, args, {
    cwd: trial.root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, COINSLOT_DATA_DIR: trial.dataDir },
  });
  started.push(child);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const until = (words: string) => expect.poll(() => text, { timeout: 15_000 }).toContain(words);
  return { child, output: () => text, until };
}

function notes(trial: Trial): string[] {
  return readFileSync(path.join(trial.dataDir, 'notes'), 'utf8').trim().split('\n');
}

function mark(trial: Trial) {
  return { variable: 'COINSLOT_LAUNCH', folder: trial.dataDir };
}

async function freePort(): Promise<number> {
  for (;;) {
    // Below the range of outgoing connections.
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    const { port: found } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return found;
  }
}
