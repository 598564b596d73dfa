import { randomUUID } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
import { copySuffix } from '../../history/history.ts';
import type { HostOrders } from '../host/orders.ts';
import { askBroker } from './ask-broker.ts';
import { type Program, startProgram } from './start-program.ts';

/** Processes that hold several workers each. What is done to one is done to all of its workers. */
export interface Hosts {
  count: number;
  /** Worker names, by host. */
  workers: string[][];
  start: (host: number) => Promise<void>;
  kill: (host: number) => Promise<void>;
  stop: (host: number) => void;
  go: (host: number) => void;
  /** Starts another process with a copy of this worker's key. */
  startCopy: (worker: string) => Promise<void>;
  endCopies: () => Promise<void>;
  /** Kills all, for good. */
  close: () => Promise<void>;
}

export interface HostsOptions {
  folder: string;
  brokerUrl: string;
  relayUrl: string;
  admin: string;
  poolId: string;
  hosts: number;
  workersEach: number;
  slots: number;
  timeouts: HostOrders['timeouts'];
  /** Of a copy of the repository whose workers have a seeded bug. */
  root?: string;
}

/** Enrols all workers (each by a token of its own) and starts their hosts. */
export async function openHosts(options: HostsOptions): Promise<Hosts> {
  const workers = Array.from({ length: options.hosts }, (_, host) =>
    Array.from({ length: options.workersEach }, (_, at) => `worker-${host}-${at}`),
  );
  const running = new Map<number, Program>();
  const starting = new Map<number, Promise<void>>();
  const copies: Program[] = [];
  const tokens = new Map<string, string>();
  const folderOf = (worker: string): string => path.join(options.folder, 'workers', worker);

  function run(name: string, its: HostOrders['workers']): Promise<Program> {
    const { relayUrl: brokerUrl, brokerUrl: brokerOrigin, timeouts, root } = options;
    const orders: HostOrders = { brokerUrl, brokerOrigin, timeouts, workers: its, logLevel: 'warn' };
    return startProgram({
      file: 'faults/src/simulator/host/main.ts',
      ...(root === undefined ? {} : { root }),
      input: `${JSON.stringify(orders)}\n`,
      logFile: path.join(options.folder, `${name}.log`),
      isReady: (line) => line === 'started',
    });
  }

  async function start(host: number): Promise<void> {
    if (running.get(host)?.isRunning() === true) return;
    // Faults may meet each other: two processes of one host would never both be killed.
    const begun = starting.get(host) ?? begin(host).finally(() => starting.delete(host));
    starting.set(host, begun);
    await begun;
  }

  async function begin(host: number): Promise<void> {
    const its = (workers[host] ?? []).map((name) => {
      const token = tokens.get(name);
      return { name, dataDir: folderOf(name), ...(token === undefined ? {} : { token }) };
    });
    running.set(host, await run(`host-${host}`, its));
  }

  await mkdir(path.join(options.folder, 'workers'));
  for (const name of workers.flat()) tokens.set(name, await makeToken(options, name));
  await Promise.all(workers.map((_, host) => start(host)));
  tokens.clear();

  return {
    count: options.hosts,
    workers,
    start,
    async kill(host) {
      await starting.get(host)?.catch(() => undefined);
      await running.get(host)?.kill();
    },
    stop: (host) => running.get(host)?.signal('SIGSTOP'),
    go: (host) => running.get(host)?.signal('SIGCONT'),
    async startCopy(worker) {
      const copy = `${folderOf(worker)}${copySuffix}`;
      await cp(folderOf(worker), copy, { recursive: true, filter: (file) => path.basename(file) !== 'lock' });
      copies.push(await run(`copy-of-${worker}`, [{ name: `${worker}${copySuffix}`, dataDir: copy }]));
    },
    endCopies: async () => void (await Promise.all(copies.map((copy) => copy.kill()))),
    close: async () =>
      void (await Promise.all([...running.values(), ...copies].map((program) => program.kill()))),
  };
}

async function makeToken(options: HostsOptions, name: string): Promise<string> {
  const { body, status } = await askBroker(options.brokerUrl, {
    cookie: options.admin,
    method: 'POST',
    path: '/api/v1/admin/workers/enrolment-tokens',
    body: { poolId: options.poolId, name, capacity: options.slots, labels: [] },
    key: randomUUID(),
  });
  if (status !== 200 && status !== 201) throw new Error(`no token: ${status} ${JSON.stringify(body)}`);
  const { token } = EnrolmentToken.parse(body);
  if (token === null) throw new Error('the token was not shown');
  return token;
}
