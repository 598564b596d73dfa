import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';

// The real launcher in a copy of tools/, around tiny programs that stand where broker, lab and worker stand.
const repository = path.resolve(import.meta.dirname, '..', '..', '..');

const part = (message: string, port: string) => `
  const fs = require('node:fs');
  const note = (text) => fs.appendFileSync(process.env.COINSLOT_LAUNCH + '/notes', text + '\\n');
  fs.writeFileSync(process.env.COINSLOT_LAUNCH + '/environment of ${message.split(' ')[0]}', JSON.stringify(process.env));
  const server = require('node:net').createServer().listen(${port}, '127.0.0.1', () =>
    console.log(JSON.stringify({ level: 30, msg: '${message}' })));
  process.on('SIGTERM', () => { note('${message.split(' ')[0]} stopped'); process.exit(0); });`;

// Where the broker's database would be: workers.json holds what was enrolled. A worker whose state is not active dies as the
// real one does when the broker closes for good.
export const sources = {
  'broker/src/main.ts': part('broker is listening', 'process.env.BROKER_PORT'),
  'lab/src/main.ts': part('lab is listening', 'process.env.LAB_PORT'),
  'worker/src/main.ts': `${part('worker is connected', '0')}
    const token = process.env.COINSLOT_ENROLMENT_TOKEN, folder = process.env.WORKER_DATA_DIR;
    const listFile = process.env.COINSLOT_LAUNCH + '/workers.json', identity = folder + '/identity.json';
    const list = fs.existsSync(listFile) ? JSON.parse(fs.readFileSync(listFile, 'utf8')) : [];
    note('token ' + token + ' in ' + require('node:path').basename(folder));
    if (token) {
      const workerId = require('node:crypto').randomUUID();
      fs.writeFileSync(listFile, JSON.stringify([...list, { id: workerId, name: token.slice(10), state: 'active' }]));
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(identity, JSON.stringify({ workerId }));
    }
    setInterval(() => {
      const { workerId } = JSON.parse(fs.readFileSync(identity, 'utf8'));
      const me = JSON.parse(fs.readFileSync(listFile, 'utf8')).find(({ id }) => id === workerId);
      if (me?.state === 'active') return;
      console.log(JSON.stringify({ level: 60, msg: 'The broker closed the connection for good.' }));
      process.exit(1);
    }, 20);`,
  'lab/src/account.ts': `require('node:fs').appendFileSync(process.env.COINSLOT_LAUNCH + '/notes', 'account ' + process.argv[3] + '\\n'); process.stdin.resume();`,
  'broker/src/cli.ts': `
    const fs = require('node:fs'), listFile = process.env.COINSLOT_DATA_DIR + '/workers.json';
    const [, , word, act, ...rest] = process.argv;
    if (act !== 'list') fs.appendFileSync(process.env.COINSLOT_DATA_DIR + '/notes', word + ' ' + act + '\\n');
    process.stdin.resume();
    const list = fs.existsSync(listFile) ? JSON.parse(fs.readFileSync(listFile, 'utf8')) : [];
    const name = rest[rest.indexOf('--name') + 1];
    if (act === 'list') console.log(JSON.stringify(list));
    if (act === 'enrol' && list.some((worker) => worker.name === name)) { console.error('name_taken'); process.exit(1); }
    if (act === 'enrol') console.log(JSON.stringify({ token: 'token for ' + name }));
    if (word === 'setup') console.log('{"needed":true,"code":"ABCD-1234"}');`,
};

const started: ReturnType<typeof spawn>[] = [];

/** For afterEach. */
export function endLaunched(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

export interface Trial {
  root: string;
  dataDir: string;
  port: number;
  labPort: number;
}

export async function makeTrial(overrides: Partial<typeof sources> = {}): Promise<Trial> {
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

export function launch(trial: Trial, environment: Record<string, string> = {}) {
  const args = ['tools/start/main.ts', '--port', String(trial.port), '--lab-port', String(trial.labPort)];
  const child = spawn(process.execPath, args, {
    cwd: trial.root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, COINSLOT_DATA_DIR: trial.dataDir },
  });
  started.push(child);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const until = (words: string) => expect.poll(() => text, { timeout: 15_000 }).toContain(words);
  return { child, output: () => text, until };
}

export function notes(trial: Trial): string[] {
  return readFileSync(path.join(trial.dataDir, 'notes'), 'utf8').trim().split('\n');
}

interface FakeWorker {
  id: string;
  name: string;
  state: string;
}

export function knowWorkers(trial: Trial, workers: Partial<FakeWorker>[]): void {
  mkdirSync(trial.dataDir, { recursive: true });
  // In one step: the fake worker reads it all the time.
  const file = path.join(trial.dataDir, 'workers.json');
  writeFileSync(`${file}.new`, JSON.stringify(workers));
  renameSync(`${file}.new`, file);
}

export function readWorkers(trial: Trial): FakeWorker[] {
  return JSON.parse(readFileSync(path.join(trial.dataDir, 'workers.json'), 'utf8')) as FakeWorker[];
}

export function knowIdentity(trial: Trial, name: string, workerId: string): void {
  mkdirSync(path.join(trial.dataDir, name), { recursive: true });
  writeFileSync(path.join(trial.dataDir, name, 'identity.json'), JSON.stringify({ workerId }));
}

export function mark(trial: Trial) {
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
