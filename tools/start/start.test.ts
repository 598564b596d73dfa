import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findLeftovers } from '../leftovers/find-leftovers.ts';
import {
  endLaunched,
  knowIdentity,
  knowWorkers,
  launch,
  makeTrial,
  mark,
  notes,
  readWorkers,
  sources,
} from './testing/trial.ts';

const isLinux = process.platform === 'linux';

afterEach(endLaunched);

it('starts the parts in order, says where and how, stops them in order, and leaves nothing', async () => {
  const trial = await makeTrial();
  const run = launch(trial);
  await run.until('Coinslot is ready');
  expect(run.output()).toContain('ABCD-1234');
  const noted = readFileSync(path.join(trial.dataDir, 'public-url'), 'utf8').trim();
  expect(run.output()).toContain(`Coinslot is ready:  ${noted}`);
  run.child.kill('SIGINT');
  expect(await once(run.child, 'exit')).toEqual([0, null]);
  expect(notes(trial)).toEqual([
    'account seat-1',
    'account seat-2',
    'lab add-bundled',
    'worker enrol',
    'token token for worker-1 in worker-1',
    'setup code',
    'worker stopped',
    'lab stopped',
    'broker stopped',
  ]);
  expect(await findLeftovers(mark(trial), 2000)).toEqual({ processes: [], mounts: [] });
});

it('says at Ctrl-C how many machines of the bundled lab end, and that unused time is refunded', async () => {
  const lab = `${sources['lab/src/main.ts']}
    server.on('connection', (socket) => socket.end('HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\n{"running":4}'));`;
  const trial = await makeTrial({ 'lab/src/main.ts': lab });
  const run = launch(trial);
  await run.until('Coinslot is ready');
  run.child.kill('SIGINT');
  expect(await once(run.child, 'exit')).toEqual([0, null]);
  expect(run.output()).toContain('4 machines of the bundled lab end now; the unused time is refunded');
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
  expect(notes(trial).filter((note) => note.startsWith('token'))).toEqual([
    'token token for worker-1 in worker-1',
    'token undefined in worker-1',
  ]);
});

it('enrols under the next free name when an enrolment was cut off before its identity was written', async () => {
  const trial = await makeTrial();
  mkdirSync(path.join(trial.dataDir, 'worker-1'), { recursive: true });
  writeFileSync(path.join(trial.dataDir, 'worker-1', 'worker.key'), 'a key that was enrolled');
  knowWorkers(trial, [{ id: randomUUID(), name: 'worker-1', state: 'active' }]);
  for (const _ of [1, 2]) {
    const run = launch(trial);
    await run.until('Coinslot is ready');
    run.child.kill('SIGINT');
    await once(run.child, 'exit');
  }
  expect(notes(trial).filter((note) => note.startsWith('token'))).toEqual([
    'token token for worker-1-2 in worker-1-2',
    'token undefined in worker-1-2',
  ]);
});

it('takes a fresh folder in place of a worker that was revoked, and of one of another database', async () => {
  const trial = await makeTrial();
  const revoked = randomUUID();
  knowIdentity(trial, 'worker-1', revoked);
  knowIdentity(trial, 'worker-1-2', randomUUID());
  knowWorkers(trial, [{ id: revoked, name: 'worker-1', state: 'revoked' }]);
  const run = launch(trial);
  await run.until('Coinslot is ready');
  expect(run.output()).toContain('worker-1 is revoked for good. worker-1-3 takes its place.');
  expect(run.output()).toContain('worker-1-2 belongs to another database.');
  run.child.kill('SIGINT');
  await once(run.child, 'exit');
  expect(notes(trial)).toContain('token token for worker-1-3 in worker-1-3');
});

it('does not start a worker again that was locked while it ran, and says what to do', async () => {
  const trial = await makeTrial();
  const run = launch(trial);
  await run.until('Coinslot is ready');
  const [worker] = readWorkers(trial);
  knowWorkers(trial, [{ ...worker, state: 'locked' }]);
  await run.until('locked this worker for good, so it is not started again. Stop with Ctrl-C and start anew');
  run.child.kill('SIGINT');
  expect(await once(run.child, 'exit')).toEqual([0, null]);
  expect(notes(trial).filter((note) => note.startsWith('token'))).toHaveLength(1);
});

it('gives each part the settings that are its own: no secret of the broker reaches lab or worker', async () => {
  const trial = await makeTrial();
  const secrets = {
    DATABASE_URL: 'postgres://u:planted-secret@127.0.0.1/x',
    PGPASSWORD: 'planted-secret',
    COINSLOT_SECRET_KEY: 'planted-secret',
    BROKER_ANYTHING: 'planted-secret',
    SOMEBODYS_CLOUD_KEY: 'planted-secret of nobody here',
  };
  const run = launch(trial, { ...secrets, LAB_HOST: 'lab.test', WORKER_PAGE_TIMEOUT_MS: '7', TZ: 'UTC' });
  await run.until('Coinslot is ready');
  run.child.kill('SIGINT');
  await once(run.child, 'exit');
  const given = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(trial.dataDir, `environment of ${name}`), 'utf8'));
  for (const name of ['lab', 'worker']) expect(JSON.stringify(given(name))).not.toContain('planted-secret');
  expect(JSON.stringify(given('broker'))).not.toContain('of nobody here');
  const { SOMEBODYS_CLOUD_KEY: _, ...brokers } = secrets;
  expect(given('broker')).toMatchObject(brokers);
  expect(given('lab')).toMatchObject({ LAB_HOST: 'lab.test', TZ: 'UTC', COINSLOT_LAUNCH: trial.dataDir });
  expect(given('worker')).toMatchObject({ WORKER_PAGE_TIMEOUT_MS: '7', PATH: process.env['PATH'] });
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
  expect(again.output()).toContain('Ending 3 processes that were left behind (node).');
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
