import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { test, vi } from 'vitest';
import type { OnTestFinishedHandler } from 'vitest';
import { startStandInEdge } from '../testing/cloudflared/edge.ts';
import type { StandInEdge } from '../testing/cloudflared/edge.ts';
import { pidOfTunnel } from '../testing/cloudflared/pid-of-tunnel.ts';
import { endLeftovers } from './end-leftovers.ts';
import type { TunnelPace } from './keep-running.ts';
import { createTunnelKeeper } from './tunnel-keeper.ts';
import type { TunnelKeeper } from './tunnel-keeper.ts';

const pace: TunnelPace = {
  checkEveryMs: 100,
  checkTimeoutMs: 1000,
  unreadyMs: 1500,
  connectMs: 5000,
  firstRestartMs: 20,
  lastRestartMs: 100,
  maxRestarts: 5,
  restartsWithinMs: 60_000,
};
const hostname = 'm-3f9c2a71.lab.example.org';
const token = 'token-of-this-machine-only';
const machineId = '0e7b1a52-9d3c-4a55-8f0e-3f9c2a710001';
const patience = { timeout: 10_000, interval: 20 };

test.concurrent('what is sent through the hostname arrives at the machine, and the token lies nowhere then', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  const opened = await w.openNamed();
  expect(opened.hostname).toBe(hostname);
  expect(await sayAndHear(opened.address, 'hello\n')).toBe('SSH-2.0-machine\r\nhello\n');
  expect(await readdir(w.tunnelFolder())).not.toContain('token');
  const command = await readFile(`/proc/${await w.pid()}/cmdline`, 'utf8');
  expect(command).not.toContain(token);
});

test.concurrent('asked again it is the same tunnel; with another origin it is another', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  await w.openNamed();
  const first = await w.pid();
  await w.openNamed();
  expect(await w.pid()).toBe(first);
  await w.keeper.open(
    machineId,
    { kind: 'named', hostname, token, origin: { host: 'localhost', port: portOf(w.machine) } },
    { withinMs: 10_000, signal: AbortSignal.timeout(10_000) },
  );
  expect(await w.pid()).not.toBe(first);
});

test.concurrent('killed, it comes back with the same hostname', async ({ expect, onTestFinished }) => {
  const w = await makeTunnelWorld(onTestFinished);
  const { address } = await w.openNamed();
  process.kill(await w.pid(), 'SIGKILL');
  await vi.waitFor(() => expect(w.edge.connects(hostname)).toBe(2), patience);
  expect(await sayAndHear(address, 'again\n')).toContain('again');
});

test.concurrent('hung, it is ended and comes back', async ({ expect, onTestFinished }) => {
  const w = await makeTunnelWorld(onTestFinished);
  const { address } = await w.openNamed();
  process.kill(await w.pid(), 'SIGSTOP');
  await vi.waitFor(() => expect(w.edge.connects(hostname)).toBe(2), patience);
  await vi.waitFor(async () => expect(await sayAndHear(address, 'again\n')).toContain('again'), patience);
});

test.concurrent('cut off from the edge for long, it is started anew; with the edge back it carries again', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  const { address } = await w.openNamed();
  const first = await w.pid();
  w.edge.cut();
  await vi.waitFor(async () => expect(await w.pid()).not.toBe(first), patience);
  w.edge.mend();
  await vi.waitFor(async () => expect(await sayAndHear(address, 'again\n')).toContain('again'), patience);
});

test.concurrent('a machine that is gone is a silent way in, not another start of the tunnel', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  const { address } = await w.openNamed();
  const first = await w.pid();
  w.machine.close();
  expect(await sayAndHear(address, 'hello\n')).toBe('');
  expect(await w.pid()).toBe(first);
});

test.concurrent('more than five starts in ten minutes: given up, and opened anew when asked', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  await w.openNamed();
  for (let kills = 1; kills <= 6; kills += 1) {
    await vi.waitFor(() => expect(w.edge.connects(hostname)).toBe(kills), patience);
    process.kill(await w.pid(), 'SIGKILL');
  }
  await vi.waitFor(() => expect(w.keeper.gaveUp(machineId)).toBe(true), patience);
  expect(w.said.join('')).toContain('the tunnel is given up');
  expect(w.edge.connects(hostname)).toBe(6);
  await w.openNamed();
  expect(w.edge.connects(hostname)).toBe(7);
  expect(w.keeper.gaveUp(machineId)).toBe(false);
});

test.concurrent('a token that the edge refuses is told with what cloudflared said', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  w.edge.removeTunnel(hostname);
  await expect(w.openNamed()).rejects.toMatchObject({
    failure: 'tunnel_failed',
    message: expect.stringMatching(/Unauthorized: Invalid tunnel secret/),
  });
  expect(await readdir(join(w.folder, 'tunnels'))).toEqual([]);
});

test.concurrent('no machine behind it: it does not count as open', async ({ expect, onTestFinished }) => {
  const w = await makeTunnelWorld(onTestFinished);
  w.machine.close();
  await expect(w.openNamed(1000)).rejects.toMatchObject({
    failure: 'tunnel_failed',
    message: expect.stringMatching(/Nothing answered as SSH through the tunnel in time/),
  });
});

test.concurrent('a slow edge is waited for', async ({ onTestFinished }) => {
  const w = await makeTunnelWorld(onTestFinished);
  w.edge.delay(1500);
  await w.openNamed();
});

test.concurrent('closed, nothing of it is left: no process, no file, no way through the hostname', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  const { address } = await w.openNamed();
  const first = await w.pid();
  await w.keeper.close(machineId);
  expect(() => process.kill(first, 0)).toThrow('ESRCH');
  expect(await readdir(join(w.folder, 'tunnels'))).toEqual([]);
  await vi.waitFor(() => expect(w.edge.connectors(hostname)).toBe(0), patience);
  expect(await sayAndHear(address, 'hello\n')).toBe('');
});

test.concurrent('of all processes only those that run a tunnel of this folder are ended', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  await w.openNamed();
  const left = await w.pid();
  const reader = spawn('tail', ['-f', join(w.tunnelFolder(), 'config.yml')]);
  onTestFinished(() => void reader.kill());
  await once(reader, 'spawn');
  expect(await endLeftovers(`${w.folder}/tunnel`)).toBe(0);
  expect(() => process.kill(left, 0)).not.toThrow();
  expect(await endLeftovers(join(w.folder, 'tunnels'))).toBe(1);
  expect(reader.exitCode ?? reader.signalCode).toBeNull();
});

test.concurrent('a crashed worker leaves a tunnel that its successor ends', async ({
  expect,
  onTestFinished,
}) => {
  const w = await makeTunnelWorld(onTestFinished);
  await w.openNamed();
  const left = await w.pid();
  const successor = await w.keeperOf();
  await successor.closeAll();
  await vi.waitFor(() => expect(() => process.kill(left, 0)).toThrow('ESRCH'), patience);
});

test.concurrent('a quick tunnel gets a name of its own', async ({ expect, onTestFinished }) => {
  const w = await makeTunnelWorld(onTestFinished);
  const opened = await w.keeper.open(
    machineId,
    { kind: 'quick', origin: w.origin() },
    { withinMs: 10_000, signal: AbortSignal.timeout(10_000) },
  );
  expect(opened.hostname).toMatch(/^quiet-otter-[0-9a-f]{6}\.trycloudflare\.com$/);
  expect(await sayAndHear(opened.address, 'hello\n')).toContain('hello');
  process.kill(await w.pid(), 'SIGKILL');
  // It would come back with another name, which nobody knows.
  await vi.waitFor(() => expect(w.keeper.gaveUp(machineId)).toBe(true), patience);
});

type TunnelWorld = {
  edge: StandInEdge;
  machine: Server;
  folder: string;
  keeper: TunnelKeeper;
  /** The log of all keepers. */
  said: string[];
  keeperOf: () => Promise<TunnelKeeper>;
  openNamed: (withinMs?: number) => ReturnType<TunnelKeeper['open']>;
  origin: () => { host: string; port: number };
  tunnelFolder: () => string;
  pid: () => Promise<number>;
};

/** An edge, what answers as SSH on a machine, and a worker's tunnels, of each test its own. */
async function makeTunnelWorld(onTestFinished: (end: OnTestFinishedHandler) => void): Promise<TunnelWorld> {
  const edge = await startStandInEdge();
  const machine = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('SSH-2.0-machine\r\n');
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(machine, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'coinslot-tunnels-'));
  const said: string[] = [];
  edge.addTunnel(hostname, token);
  async function keeperOf(): Promise<TunnelKeeper> {
    const places = { configured: await edge.writeBinary(folder), searchPath: '', cacheDirs: [] };
    const log = pino({}, { write: (line: string) => void said.push(line) });
    return createTunnelKeeper({ dataDir: folder, places, pace }, log);
  }
  const keeper = await keeperOf();
  const origin = (): { host: string; port: number } => ({ host: '127.0.0.1', port: portOf(machine) });
  const tunnelFolder = (): string => join(folder, 'tunnels', machineId);
  onTestFinished(async () => {
    await keeper.closeAll();
    machine.close();
    await edge.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    edge,
    machine,
    folder,
    keeper,
    said,
    keeperOf,
    openNamed(withinMs = 10_000) {
      const signal = AbortSignal.timeout(15_000);
      const order = { kind: 'named', hostname, token, origin: origin() } as const;
      return keeper.open(machineId, order, { withinMs, signal });
    },
    origin,
    tunnelFolder,
    async pid() {
      return pidOfTunnel(tunnelFolder());
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 1 : address.port;
}

/** All that comes back until the line does, or until it is closed. */
async function sayAndHear(address: { host: string; port: number }, line: string): Promise<string> {
  const socket = connect(address);
  const { promise, resolve } = Promise.withResolvers<string>();
  let heard = '';
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    if (heard.endsWith(line)) resolve(heard);
  });
  socket.on('error', () => resolve(heard));
  socket.on('close', () => resolve(heard));
  socket.write(line);
  return promise.finally(() => socket.destroy());
}
