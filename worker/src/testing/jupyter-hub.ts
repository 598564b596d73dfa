import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An ordinary user that exists for the hub's processes only. */
const userName = 'jupyter';
const sharedId = 23_456;
const startMs = 40_000;

/** What the hub does wrong at the next start of a server. */
export type HubSwitches = {
  /** A hook refuses with this sentence (403). */
  refuse?: string;
  /** A hook raises. */
  fail?: string;
  /** The server sleeps before it starts. */
  slowS?: number;
  /** After so long the hub gives a start up. */
  startTimeoutS?: number;
  environment?: Record<string, string>;
};

/** A real JupyterHub of the system's packages, with any user name and one password. */
export type JupyterHub = {
  url: string;
  password: string;
  /** Of a service that may start and stop everybody's servers. */
  apiToken: string;
  /** What the hub, its proxy and its servers wrote. */
  log: () => string;
  misbehave: (username: string, switches: HubSwitches) => Promise<void>;
  /** The processes whose command line has this word, of the whole hub or of one user's. */
  pidsOf: (word: string, username?: string) => Promise<number[]>;
  homeOf: (username: string) => string;
  /** Of the user that the servers run as. */
  userId: number;
  /** The hub, not its proxy or its servers. */
  hubPid: () => Promise<number>;
  stop: () => Promise<void>;
};

/** @param options.isRoot the hub itself runs as root, as most do, and the servers as a user whom nothing else here runs as */
export async function startJupyterHub({
  form,
  isRoot = false,
  activeServers = 0,
}: { form?: string; isRoot?: boolean; activeServers?: number } = {}): Promise<JupyterHub> {
  const userId = isRoot ? ownId() : sharedId;
  const folder = await makeFolder(userId);
  const [port, inner, proxy] = await freePorts(3);
  const password = randomBytes(12).toString('base64url');
  const url = `http://127.0.0.1:${port}`;
  const apiToken = randomBytes(24).toString('hex');
  const switches: Record<string, HubSwitches> = {};
  const writeSwitches = (): void => writeFileSync(join(folder, 'switches.json'), JSON.stringify(switches));
  writeSwitches();
  const program = ['jupyterhub', '-f', join(import.meta.dirname, 'jupyter-hub.py')];
  const child = runApart(folder, isRoot ? 0 : userId, program, {
    HUB_FOLDER: folder,
    HUB_PORT: String(port),
    HUB_INNER_PORT: String(inner),
    HUB_PROXY_PORT: String(proxy),
    HUB_PASSWORD: password,
    HUB_ACTIVE_SERVERS: String(activeServers),
    HUB_API_TOKEN: apiToken,
    ...(form === undefined ? {} : { HUB_FORM: form }),
    ...(isRoot ? { HUB_USER_ID: String(userId) } : {}),
  });
  await answers(`${url}/hub/login`, child);
  const homeOf = (username: string): string => join(folder, 'home', username);
  const pidsOf = (word: string, username?: string): Promise<number[]> =>
    findPids(word, username === undefined ? folder : homeOf(username));
  return {
    url,
    password,
    apiToken,
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    async misbehave(username, wanted) {
      switches[username] = wanted;
      writeSwitches();
    },
    pidsOf,
    homeOf,
    userId,
    async hubPid() {
      const [pid] = await pidsOf('jupyter-hub.py');
      if (pid === undefined) throw new Error('the hub does not run');
      return pid;
    },
    stop: () => stopAll(child, folder),
  };
}

/** A single classic Notebook with a token, as somebody runs it on his own host. */
export type Notebook = {
  url: string;
  token: string;
  pidsOf: (word: string) => Promise<number[]>;
  stop: () => Promise<void>;
};

/** @param options.hasSshd false = the machine has no SSH server installed */
export async function startNotebook({ hasSshd }: { hasSshd: boolean }): Promise<Notebook> {
  const userId = ownId();
  const folder = await makeFolder(userId);
  const [port] = await freePorts(1);
  const token = randomBytes(16).toString('hex');
  const args = ['--no-browser', '--ip=127.0.0.1', `--port=${port}`, '--port-retries=0'];
  const child = runApart(
    folder,
    userId,
    ['jupyter-notebook', ...args, `--notebook-dir=${folder}/home`],
    { HUB_FOLDER: folder, JUPYTER_TOKEN: token, HOME: `${folder}/home` },
    hasSshd ? [] : ['mount --bind /dev/null /usr/sbin/sshd'],
  );
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/login`, child);
  return { url, token, pidsOf: (word) => findPids(word, folder), stop: () => stopAll(child, folder) };
}

/** An end clears all that runs as the machine's user: two servers of tests must not share one. */
function ownId(): number {
  return 24_000 + Math.floor(Math.random() * 30_000);
}

async function makeFolder(userId: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'coinslot-jupyter-'));
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'home'));
  const entry = `${userName}:x:${userId}:${userId}::${folder}/home:/bin/bash`;
  await writeFile(join(folder, 'passwd'), `${await readFile('/etc/passwd', 'utf8')}${entry}\n`);
  await writeFile(join(folder, 'group'), `${await readFile('/etc/group', 'utf8')}${userName}:x:${userId}:\n`);
  for (const path of [folder, join(folder, 'home')]) await chown(path, userId, userId);
  return folder;
}

/**
 * An sshd of an ordinary user needs an entry in passwd, and a /dev/pts that gives terminals their group: both are mounted for
 * these processes alone, and gone with them.
 */
function runApart(
  folder: string,
  userId: number,
  program: string[],
  env: Record<string, string>,
  more: string[] = [],
): ChildProcess {
  const script = [
    'set -e',
    'mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts /dev/pts',
    'mount --bind /dev/pts/ptmx /dev/ptmx',
    `mount --bind "$0/passwd" /etc/passwd`,
    `mount --bind "$0/group" /etc/group`,
    ...more,
    'cd "$0"',
    `exec setpriv --reuid ${userId} --regid ${userId} --clear-groups "$@"`,
  ].join('\n');
  const command = ['--mount', 'sh', '-c', script, folder, ...program];
  const log = openSync(join(folder, 'log'), 'a');
  return spawn('unshare', command, {
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      NODE_PATH: '/usr/share/nodejs',
      LANG: 'C.UTF-8',
      SHELL: '/bin/bash',
      HOME: folder,
      ...env,
    },
  });
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + startMs;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode} before it answered`);
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`${url} does not answer`);
}

/** Every process that carries the folder in its environment, which all of the hub's inherit. */
async function findPids(word: string, folder: string): Promise<number[]> {
  const pids: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command === '' || !command.includes(word)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (`${environment}\0${command}\0`.includes(folder)) pids.push(Number(name));
  }
  return pids;
}

async function stopAll(child: ChildProcess, folder: string): Promise<void> {
  const pids = await findPids('', folder);
  for (const pid of [child.pid, ...pids]) {
    try {
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in between.
    }
  }
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve));
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = [];
  while (servers.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isFree) servers.push({ server, port });
  }
  for (const { server } of servers) server.close();
  return servers.map(({ port }) => port);
}
