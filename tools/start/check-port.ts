import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';

/**
 * Makes sure that nobody listens on a loopback port.
 *
 * @param option how to choose another port, shown to the person
 * @throws Error naming the port, the process that holds it when it can be seen, and the way out
 */
export async function checkPort(port: number, option: string): Promise<void> {
  const code = await tryToListen(port);
  if (code === undefined) return;
  if (code === 'EACCES')
    throw new Error(`Port ${port} needs more rights than this user has. Choose another: ${option}.`);
  const holder = await findHolder(port);
  throw new Error(
    `Port ${port} is taken${holder ? ` by ${holder}` : ''}. Stop that program, or choose another port: ${option}.`,
  );
}

function tryToListen(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Who listens there, by /proc; undefined when it belongs to somebody else or there is no /proc. */
async function findHolder(port: number): Promise<string | undefined> {
  const sockets = await listeningSockets(port);
  const pids = await readdir('/proc').catch(() => []);
  for (const pid of pids.filter((name) => /^\d+$/.test(name))) {
    if (!(await holdsOne(pid, sockets))) continue;
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    return `process ${pid} (${words.join(' ').trim().slice(0, 120)})`;
  }
  return undefined;
}

async function listeningSockets(port: number): Promise<Set<string>> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((line) => line.trim().split(/\s+/));
  // Columns: 1 = local address, 3 = state (0A = listening), 9 = inode.
  return new Set(
    rows.filter((row) => row[1]?.endsWith(suffix) && row[3] === '0A').map((row) => `socket:[${row[9]}]`),
  );
}

async function holdsOne(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.some((link) => sockets.has(link));
}
