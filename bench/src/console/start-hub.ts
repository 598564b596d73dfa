import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { missingPart } from '../missing-part.ts';
import type { Place } from '../place.ts';
import type { HubSeat } from './browser-start.ts';
import type { HubUser } from './hub-by-rest.ts';

export interface Hub {
  /** A user of its own for each side, so that neither waits for the other's end. */
  seat: HubSeat;
  user: HubUser;
  signInUrl: string;
  /** How long the user's newest server took to start, as the hub itself measured it. */
  newestSpawnMs: (username: string) => number;
}

const program = '/usr/bin/jupyterhub';
const needed = [program, '/usr/bin/configurable-http-proxy', '/usr/sbin/sshd'];
const upWithinMs = 60_000;
const endedWithinMs = 15_000;

/** A real JupyterHub of Debian's packages on this host, with a folder of its own; its users are nobody's accounts here. */
export async function startHub(place: Place): Promise<Hub> {
  for (const file of needed) {
    if (!isProgram(file))
      throw missingPart(
        file,
        "It comes with Debian's packages: `apt-get install --no-install-recommends jupyterhub jupyter-notebook openssh-server`.",
      );
  }
  const folder = path.join(place.folder, 'hub');
  mkdirSync(path.join(folder, 'homes'), { recursive: true });
  const secrets = { password: randomBytes(12).toString('hex'), token: randomBytes(24).toString('hex') };
  const ports = { hub: await freePort(), inner: await freePort(), proxy: await freePort() };
  const configFile = path.join(folder, 'config.py');
  writeFileSync(configFile, hubConfig(folder, ports, secrets), { mode: 0o600 });
  const child = spawn(program, ['-f', configFile], {
    cwd: folder,
    detached: true,
    // Debian's proxy finds its modules only so, and only under Debian's own Node.
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: folder,
      NODE_PATH: '/usr/share/nodejs',
      LANG: 'C.UTF-8',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  place.atEnd(() => endGroup(child));
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const url = `http://127.0.0.1:${ports.hub}`;
  const signInUrl = `${url}/hub/login`;
  await untilUp(signInUrl, child, () => log);
  return {
    seat: { baseUrl: `${url}/`, username: 'by-browser', password: secrets.password },
    user: { url, token: secrets.token, username: 'by-rest' },
    signInUrl,
    newestSpawnMs(username) {
      const told = [...log.matchAll(new RegExp(`User ${username} took ([0-9.]+) seconds to start`, 'g'))];
      const newest = told.at(-1)?.[1];
      if (newest === undefined) throw new Error('the hub did not say how long the start took');
      return Number(newest) * 1000;
    },
  };
}

function hubConfig(
  folder: string,
  ports: { hub: number; inner: number; proxy: number },
  { password, token }: { password: string; token: string },
): string {
  return `
c.JupyterHub.bind_url = 'http://127.0.0.1:${ports.hub}'
c.JupyterHub.hub_bind_url = 'http://127.0.0.1:${ports.inner}'
c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:${ports.proxy}'
c.JupyterHub.db_url = 'sqlite:///${folder}/hub.sqlite'
c.JupyterHub.cookie_secret_file = '${folder}/cookie-secret'
c.JupyterHub.authenticator_class = 'dummy'
c.DummyAuthenticator.password = '${password}'
c.Authenticator.allowed_users = {'by-browser', 'by-rest'}
c.JupyterHub.spawner_class = 'simple'
c.SimpleLocalProcessSpawner.home_dir_template = '${folder}/homes/{username}'
c.Spawner.default_url = '/tree'
c.Spawner.args = ['--NotebookApp.terminals_enabled=True', '--NotebookApp.allow_root=True']
c.JupyterHub.services = [{'name': 'bench', 'api_token': '${token}'}]
c.JupyterHub.load_roles = [
    {'name': 'bench', 'services': ['bench'], 'scopes': ['admin:users', 'admin:servers', 'access:servers']},
]
`;
}

async function untilUp(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const givesUpAt = performance.now() + upWithinMs;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    if (child.exitCode !== null || performance.now() > givesUpAt)
      throw new Error(`the hub did not come up: ${log().slice(-2000)}`);
    await pause(200);
  }
}

/** The hub stops its servers and its proxy when it is asked to end. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, pause(endedWithinMs, undefined, { ref: false })]);
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}

/** Below the range that outgoing connections take. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
