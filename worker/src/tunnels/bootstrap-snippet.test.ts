import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startStandInEdge } from '../testing/cloudflared/edge.ts';
import { awaitSsh } from './await-ssh.ts';
import { cloudflaredBootstrap, cloudflaredEnd } from './bootstrap-snippet.ts';
import { openSideDoor } from './open-side-door.ts';

const hostname = 'm-3f9c2a71.lab.example.org';
const token = 'token-of-this-machine-only';
const patience = { timeout: 10_000, interval: 50 };

test('a shell on the machine starts it, leads to its ssh server, starts it again, and ends it', async () => {
  const home = await mkdtemp(join(tmpdir(), 'coinslot-machine-'));
  const edge = await startStandInEdge();
  edge.addTunnel(hostname, token);
  const machine = createServer((socket) => void socket.end('SSH-2.0-machine\r\n')).listen(0, '127.0.0.1');
  await once(machine, 'listening');
  const address = machine.address();
  const port = address === null || typeof address === 'string' ? 1 : address.port;
  const bin = join(home, 'bin');
  await mkdir(bin);
  const binary = await edge.writeBinary(bin);
  onTestFinished(async () => {
    await shell(home, cloudflaredEnd());
    machine.close();
    await edge.stop();
    await rm(home, { recursive: true, force: true });
  });

  const said = await shell(home, cloudflaredBootstrap({ token, origin: { host: '127.0.0.1', port } }));
  expect(said).toBe('0 cloudflared runs on the machine.\n');
  await vi.waitFor(() => expect(edge.connectors(hostname)).toBe(1), patience);
  const door = await openSideDoor({ path: binary, hostname, folder: home });
  onTestFinished(() => door.close());
  await awaitSsh(door.address, AbortSignal.timeout(10_000));
  await vi.waitFor(
    async () => expect((await readdir(join(home, '.coinslot-tunnel'))).toSorted()).not.toContain('token'),
    patience,
  );
  process.kill(await running(home), 'SIGKILL');
  await vi.waitFor(() => expect(edge.connects(hostname)).toBe(2), patience);

  expect(await shell(home, cloudflaredEnd())).toBe('0 ');
  await vi.waitFor(() => expect(edge.connectors(hostname)).toBe(0), patience);
  expect(await readdir(home)).toEqual(['bin']);
});

test('no cloudflared and no way to fetch one is one sentence', async () => {
  const home = await mkdtemp(join(tmpdir(), 'coinslot-machine-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const lines = cloudflaredBootstrap({ token, origin: { host: '::1', port: 22 } });
  // Programs of the system without curl and wget: nothing is fetched in a test.
  const nothing = 'curl() { return 6; }\nwget() { return 4; }\n';
  expect(await shell(home, nothing + lines)).toBe(
    '1 cloudflared is not on the machine and could not be fetched.\n',
  );
  expect(lines).toContain('"ssh://[::1]:22"');
});

/** cloudflared, the child of what keeps it. */
async function running(home: string): Promise<number> {
  const keeper = (await readFile(join(home, '.coinslot-tunnel', 'pid'), 'utf8')).trim();
  const children = await readFile(`/proc/${keeper}/task/${keeper}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

/** Its exit code and what it said. */
async function shell(home: string, lines: string): Promise<string> {
  const child = spawn('/bin/sh', ['-s'], {
    env: { HOME: home, PATH: `${join(home, 'bin')}:/usr/bin:/bin` },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(lines);
  const [code] = await once(child, 'close');
  return `${code} ${said}`;
}
