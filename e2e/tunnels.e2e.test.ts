import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reachByTunnels, startCloudflare, type StandInCloudflare } from './harness/cloudflare.ts';
import type { Member } from './harness/member.ts';
import { sshRun } from './harness/ssh.ts';
import { waitUntil } from './harness/wait-until.ts';
import { startWorld, type World } from './harness/world.ts';

/** Healed or paid back: no fault may take longer. */
const patience = { timeoutMs: 60_000, everyMs: 200 };

let world: World;
let cloudflare: StandInCloudflare;
let member: Member;

beforeAll(async () => {
  cloudflare = await startCloudflare();
  world = await startWorld({
    capacity: 2,
    brokerEnv: {
      BROKER_CLOUDFLARE_URL: cloudflare.api.url,
      BROKER_CLOUDFLARE_TIMEOUT_MS: '2000',
      BROKER_HEALTH_INTERVAL_MS: '3000',
      BROKER_DEGRADED_DEADLINE_MS: '5000',
    },
    workerEnv: { CLOUDFLARED_PATH: cloudflare.binary },
  });
  await reachByTunnels(await world.registerAdmin(), cloudflare);
}, 120_000);
afterAll(async () => {
  await world.stop();
  await cloudflare.stop();
}, 60_000);

test('a machine is reached by its own hostname; killed, cut off or hung its tunnel heals with the same one, through kill -9 of worker and broker too; with its end nothing of it is left', async () => {
  member = await world.register();
  const { id } = await member.buy('Linux small');
  await member.waitFor(id, 'ready', ({ state }) => state === 'ready' || state === 'failed', 90_000);
  const way = await member.endpoint(id);
  expect(way).toMatchObject({ tunnel: 'cloudflared', host: hostnameOf(id), port: 22 });
  expect(cloudflare.standing()).toMatchObject({ tunnels: [expect.stringContaining(id)], names: [way.host] });
  await logsIn(way);
  expect(await readdir(tunnelFolder(id))).not.toContain('token');

  process.kill(await pidOf(id), 'SIGKILL');
  await logsIn(way);

  cloudflare.edge.cut();
  await waitUntil('nobody gets in', async () => ((await logIn(way)).code === 0 ? null : true), patience);
  cloudflare.edge.mend();
  await logsIn(way);

  const hung = await pidOf(id);
  process.kill(hung, 'SIGSTOP');
  await waitUntil('another cloudflared', async () => ((await pidOf(id)) === hung ? null : true), patience);
  await logsIn(way);

  const orphan = await pidOf(id);
  world.worker.signal('SIGKILL');
  await world.worker.exited;
  await world.startWorker();
  await waitUntil('the orphan is ended', () => (isRunning(orphan) ? null : true), patience);
  await logsIn(way);

  world.broker.signal('SIGKILL');
  await world.broker.exited;
  await world.startBroker();
  await logsIn(way);
  expect(await member.endpoint(id)).toMatchObject({ host: way.host, password: way.password });
  expect((await member.machine(id)).state).toBe('ready');

  const last = await pidOf(id);
  expect((await member.request('POST', `/api/v1/machines/${id}/stop`)).status).toBe(200);
  world.broker.signal('SIGKILL');
  await world.broker.exited;
  await world.startBroker();
  await nothingIsLeft();
  expect(isRunning(last)).toBe(false);
  expect((await logIn(way)).code).not.toBe(0);
}, 300_000);

function hostnameOf(machineId: string): string {
  return `m-${machineId.replaceAll('-', '').slice(0, 12)}.${cloudflare.api.zoneName}`;
}

/** As the member does: `cloudflared access ssh` as the proxy command of OpenSSH. */
async function logIn(way: Endpoint) {
  return await sshRun({ ...way, proxyCommand: `'${cloudflare.binary}' access ssh --hostname %h` }, 'id -un');
}

async function logsIn(way: Endpoint): Promise<void> {
  await waitUntil(
    'a login by the hostname',
    async () => ((await logIn(way)).code === 0 ? true : null),
    patience,
  );
}

function tunnelFolder(machineId: string): string {
  return join(world.dataDir, 'worker-1', 'tunnels', machineId);
}

/** Of the cloudflared that runs a machine's tunnel. */
async function pidOf(machineId: string): Promise<number> {
  const { pid } = JSON.parse(await readFile(join(tunnelFolder(machineId), 'process.json'), 'utf8')) as {
    pid: number;
  };
  return pid;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function nothingIsLeft(): Promise<void> {
  await waitUntil(
    'nothing left at Cloudflare',
    () => (Object.values(cloudflare.standing()).flat().length === 0 ? true : null),
    patience,
  );
  await waitUntil(
    'no files of tunnels',
    async () => ((await readdir(join(world.dataDir, 'worker-1', 'tunnels'))).length === 0 ? true : null),
    patience,
  );
}
