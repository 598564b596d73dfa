import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startStandInEdge } from '../testing/cloudflared/edge.ts';
import type { StandInEdge } from '../testing/cloudflared/edge.ts';
import { endLeftovers } from './end-leftovers.ts';
import type { TunnelPace } from './keep-running.ts';
import { RunningProcess } from './tunnel-files.ts';
import { createTunnelKeeper } from './tunnel-keeper.ts';
import type { TunnelKeeper } from './tunnel-keeper.ts';

const pace: TunnelPace = {
  checkEveryMs: 100,
  checkTimeoutMs: 200,
  unreadyMs: 500,
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

let edge: StandInEdge;
let machine: Server;
let folder: string;
let keeper: TunnelKeeper;
let said: string[];

beforeEach(async () => {
  edge = await startStandInEdge();
  machine = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('SSH-2.0-machine\r\n');
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(machine, 'listening');
  folder = await mkdtemp(join(tmpdir(), 'coinslot-tunnels-'));
  said = [];
  keeper = await keeperOf();
  edge.addTunnel(hostname, token);
});

afterEach(async () => {
  await keeper.closeAll();
  machine.close();
  await edge.stop();
  await rm(folder, { recursive: true, force: true });
});

test('what is sent through the hostname arrives at the machine, and the token lies nowhere then', async () => {
  const opened = await openNamed();
  expect(opened.hostname).toBe(hostname);
  expect(await sayAndHear(opened.address, 'hello\n')).toBe('SSH-2.0-machine\r\nhello\n');
  expect(await readdir(tunnelFolder())).not.toContain('token');
  const command = await readFile(`/proc/${await pid()}/cmdline`, 'utf8');
  expect(command).not.toContain(token);
});

test('asked again it is the same tunnel; with another origin it is another', async () => {
  await openNamed();
  const first = await pid();
  await openNamed();
  expect(await pid()).toBe(first);
  await keeper.open(
    machineId,
    { kind: 'named', hostname, token, origin: { host: 'localhost', port: portOf(machine) } },
    { withinMs: 10_000, signal: AbortSignal.timeout(10_000) },
  );
  expect(await pid()).not.toBe(first);
});

test('killed, it comes back with the same hostname', async () => {
  const { address } = await openNamed();
  process.kill(await pid(), 'SIGKILL');
  await vi.waitFor(() => expect(edge.connects(hostname)).toBe(2), patience);
  expect(await sayAndHear(address, 'again\n')).toContain('again');
});

test('hung, it is ended and comes back', async () => {
  const { address } = await openNamed();
  process.kill(await pid(), 'SIGSTOP');
  await vi.waitFor(() => expect(edge.connects(hostname)).toBe(2), patience);
  await vi.waitFor(async () => expect(await sayAndHear(address, 'again\n')).toContain('again'), patience);
});

test('cut off from the edge for long, it is started anew; with the edge back it carries again', async () => {
  const { address } = await openNamed();
  const first = await pid();
  edge.cut();
  await vi.waitFor(async () => expect(await pid()).not.toBe(first), patience);
  edge.mend();
  await vi.waitFor(async () => expect(await sayAndHear(address, 'again\n')).toContain('again'), patience);
});

test('a machine that is gone is a silent way in, not another start of the tunnel', async () => {
  const { address } = await openNamed();
  const first = await pid();
  machine.close();
  expect(await sayAndHear(address, 'hello\n')).toBe('');
  expect(await pid()).toBe(first);
});

test('more than five starts in ten minutes: given up, and opened anew when asked', async () => {
  await openNamed();
  for (let kills = 1; kills <= 6; kills += 1) {
    await vi.waitFor(() => expect(edge.connects(hostname)).toBe(kills), patience);
    process.kill(await pid(), 'SIGKILL');
  }
  await vi.waitFor(() => expect(said.join('')).toContain('the tunnel is given up'), patience);
  expect(edge.connects(hostname)).toBe(6);
  await openNamed();
  expect(edge.connects(hostname)).toBe(7);
});

test('a token that the edge refuses is told with what cloudflared said', async () => {
  edge.removeTunnel(hostname);
  await expect(openNamed(2000)).rejects.toMatchObject({
    failure: 'tunnel_failed',
    message: expect.stringMatching(/Unauthorized: Invalid tunnel secret/),
  });
  expect(await readdir(join(folder, 'tunnels'))).toEqual([]);
});

test('no machine behind it: it does not count as open', async () => {
  machine.close();
  await expect(openNamed(1000)).rejects.toMatchObject({
    failure: 'tunnel_failed',
    message: expect.stringMatching(/Nothing answered as SSH through the tunnel in time/),
  });
});

test('a slow edge is waited for', async () => {
  edge.delay(1500);
  await openNamed();
});

test('closed, nothing of it is left: no process, no file, no way through the hostname', async () => {
  const { address } = await openNamed();
  const first = await pid();
  await keeper.close(machineId);
  expect(() => process.kill(first, 0)).toThrow('ESRCH');
  expect(await readdir(join(folder, 'tunnels'))).toEqual([]);
  await vi.waitFor(() => expect(edge.connectors(hostname)).toBe(0), patience);
  expect(await sayAndHear(address, 'hello\n')).toBe('');
});

test('after a crash the next worker ends what was left, and nobody else with that process id', async () => {
  await openNamed();
  const left = await pid();
  const other = join(folder, 'other');
  await writeFile(join(folder, 'keep'), '');
  expect(await endLeftovers(other)).toBe(0);
  const file = join(tunnelFolder(), 'process.json');
  const known = await readFile(file, 'utf8');
  await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: '1' }));
  expect(await endLeftovers(join(folder, 'tunnels'))).toBe(0);
  expect(() => process.kill(left, 0)).not.toThrow();
  keeper.kill();
  expect(known).toContain(String(left));
});

test('a crashed worker leaves a tunnel that its successor ends', async () => {
  await openNamed();
  const left = await pid();
  const before = edge.connects(hostname);
  const successor = await keeperOf();
  await successor.closeAll();
  await vi.waitFor(() => expect(edge.connects(hostname)).toBe(before + 1), patience);
  expect(() => process.kill(left, 0)).toThrow('ESRCH');
});

test('a quick tunnel gets a name of its own', async () => {
  const opened = await keeper.open(
    machineId,
    { kind: 'quick', origin: origin() },
    { withinMs: 10_000, signal: AbortSignal.timeout(10_000) },
  );
  expect(opened.hostname).toMatch(/^quiet-otter-[0-9a-f]{6}\.trycloudflare\.com$/);
  expect(await sayAndHear(opened.address, 'hello\n')).toContain('hello');
});

async function keeperOf(): Promise<TunnelKeeper> {
  const configured = await edge.writeBinary(folder);
  const places = { configured, searchPath: '', cacheDirs: [] };
  return createTunnelKeeper(
    { dataDir: folder, places, pace },
    pino({}, { write: (line: string) => void said.push(line) }),
  );
}

function openNamed(withinMs = 10_000): ReturnType<TunnelKeeper['open']> {
  const signal = AbortSignal.timeout(15_000);
  return keeper.open(machineId, { kind: 'named', hostname, token, origin: origin() }, { withinMs, signal });
}

function origin(): { host: string; port: number } {
  return { host: '127.0.0.1', port: portOf(machine) };
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 1 : address.port;
}

function tunnelFolder(): string {
  return join(folder, 'tunnels', machineId);
}

async function pid(): Promise<number> {
  const text = await readFile(join(tunnelFolder(), 'process.json'), 'utf8');
  return RunningProcess.parse(JSON.parse(text)).pid;
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
