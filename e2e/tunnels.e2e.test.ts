import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pidOfTunnel } from '../worker/src/testing/cloudflared/pid-of-tunnel.ts';
import { reachByTunnels, startCloudflare, type StandInCloudflare } from './harness/cloudflare.ts';
import type { Member } from './harness/member.ts';
import { openStall, type Stall } from './harness/open-stall.ts';
import { sshRun } from './harness/ssh.ts';
import { waitUntil } from './harness/wait-until.ts';
import { startWorld, type World } from './harness/world.ts';

const price = 10;
/** Healed or paid back: no fault may take longer. */
const patience = { timeoutMs: 60_000, everyMs: 200 };

let world: World;
let cloudflare: StandInCloudflare;
let member: Member;
/** For the machine whose way in dies with its lab account. */
let stall: Stall;

beforeAll(async () => {
  cloudflare = await startCloudflare();
  world = await startWorld({
    capacity: 4,
    brokerEnv: {
      BROKER_CLOUDFLARE_URL: cloudflare.api.url,
      BROKER_CLOUDFLARE_TIMEOUT_MS: '2000',
      BROKER_ACTIVE_MACHINES_MAX: '4',
      BROKER_HEALTH_INTERVAL_MS: '3000',
      // A tunnel that hangs is found and mended within this.
      BROKER_DEGRADED_DEADLINE_MS: '45000',
    },
    workerEnv: { CLOUDFLARED_PATH: cloudflare.binary },
  });
  member = await world.register();
  const admin = await world.registerAdmin();
  stall = await openStall(world, admin);
  await reachByTunnels(admin, cloudflare);
}, 240_000);
afterAll(async () => {
  await world.stop();
  await cloudflare.stop();
}, 60_000);

test('a machine is reached by its own hostname; killed, cut off or hung its tunnel heals with the same one, what does not heal is paid back; kill -9 of worker and broker leave nothing behind', async () => {
  const products = ['Linux small', 'Linux small', 'Linux small', stall.product];
  const bought = await Promise.all(products.map((product) => member.buy(product)));
  const [id = '', locked = '', hanging = '', dead = ''] = bought.map((machine) => machine.id);
  for (const machine of bought)
    await member.waitFor(machine.id, 'ready', ({ state }) => state === 'ready' || state === 'failed', 90_000);
  const way = await member.endpoint(id);
  expect(way).toMatchObject({ tunnel: 'cloudflared', host: hostnameOf(id), port: 22 });
  expect(cloudflare.standing().names).toContain(way.host);
  await logsIn(way);
  expect(await readdir(tunnelFolder(id))).not.toContain('token');

  // All at once, as each takes its time to be noticed.
  const paidBack = Promise.all([isPaidBack(locked), isPaidBack(dead)]);
  changeSecretByHand(locked);
  await stall.misbehave({ wayInDead: {} });
  const healed = healsWhenItHangs(hanging);

  process.kill(pidOfTunnel(tunnelFolder(id)), 'SIGKILL');
  await logsIn(way);

  cloudflare.edge.cut();
  await waitUntil('nobody gets in', async () => ((await logIn(way)).code === 0 ? null : true), patience);
  cloudflare.edge.mend();
  await logsIn(way);

  await Promise.all([healed, paidBack]);

  const orphan = pidOfTunnel(tunnelFolder(id));
  await killHard('worker');
  await world.startWorker();
  await waitUntil('the orphan is ended', () => (isRunning(orphan) ? null : true), patience);
  await logsIn(way);
  await killHard('broker');
  await world.startBroker();
  await logsIn(way);
  expect(await member.endpoint(id)).toMatchObject({ host: way.host, password: way.password });

  // Nobody is there to end cloudflared, and it comes back whenever it is cut.
  const last = pidOfTunnel(tunnelFolder(id));
  await killHard('worker');
  for (const left of [id, hanging])
    expect((await member.request('POST', `/api/v1/machines/${left}/stop`)).status).toBe(200);
  await killHard('broker');
  await world.startBroker();
  await waitUntil('nothing left at Cloudflare', () => (stands() ? null : true), patience);
  expect((await logIn(way)).code).not.toBe(0);
  await world.startWorker();
  await waitUntil('no files', async () => ((await tunnelFolders()).length === 0 ? true : null), patience);
  await waitUntil('no process', () => (isRunning(last) ? null : true), patience);
  await world.coinslot('ledger', 'verify');
}, 400_000);

async function killHard(actor: 'worker' | 'broker'): Promise<void> {
  world[actor].signal('SIGKILL');
  await world[actor].exited;
}

/** It does not answer, and does not end either. */
async function healsWhenItHangs(machineId: string): Promise<void> {
  const way = await member.endpoint(machineId);
  const hung = pidOfTunnel(tunnelFolder(machineId));
  process.kill(hung, 'SIGSTOP');
  const isAnother = (): true | null => (pidOfTunnel(tunnelFolder(machineId)) === hung ? null : true);
  await waitUntil('another cloudflared', isAnother, patience);
  await logsIn(way);
}

/** Whoever runs the tunnel is cut off and does not get in again. */
function changeSecretByHand(machineId: string): void {
  const tunnel = cloudflare.api.tunnels.find(({ name }) => name.includes(machineId));
  if (tunnel === undefined) throw new Error('The machine has no tunnel.');
  tunnel.secret = 'changed-by-hand';
  cloudflare.edge.cutTunnel(tunnel.id);
}

async function isPaidBack(machineId: string): Promise<void> {
  const { endReason, charge } = await member.waitFor(
    machineId,
    'the end',
    ({ endedAt }) => endedAt !== null,
    150_000,
  );
  expect(endReason).toBe('lab_ended');
  expect(charge?.refunded).toBeGreaterThanOrEqual(price - 1);
}

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

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function stands(): boolean {
  return Object.values(cloudflare.standing()).flat().length > 0;
}

async function tunnelFolders(): Promise<string[]> {
  return await readdir(join(world.dataDir, 'worker-1', 'tunnels')).catch(() => []);
}
