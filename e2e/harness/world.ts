import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import { openDatabaseView } from './database-view.ts';
import { freePorts } from './free-port.ts';
import { runningAtTheLab } from './lab-account.ts';
import { registerMember, type Member } from './member.ts';
import { runProductCommand, startProductProcess, type ProductProcess } from './product-process.ts';

const labName = 'Bundled lab';
const seatNames = ['seat-a', 'seat-b'] as const;

export type WorldOptions = {
  brokerEnv?: Record<string, string>;
  workerEnv?: Record<string, string>;
  /** Slots of the one worker, and machines at once on each of the two lab accounts. */
  capacity?: number;
};

type Seat = { username: string; password: string; maxConcurrent: number };

/** The whole product as real processes on a data folder of its own: embedded Postgres, broker, bundled lab, one worker. */
export type World = {
  readonly origin: string;
  readonly dataDir: string;
  /** The lab's pages, as the recipe opens them. */
  readonly labUrl: string;
  /** The lab's pages, by address. */
  readonly labAddress: string;
  readonly seatPasswords: readonly string[];
  broker: ProductProcess;
  lab: ProductProcess;
  worker: ProductProcess;
  startBroker(): Promise<void>;
  startWorker(): Promise<void>;
  /** The operator's command, e.g. `coinslot("ledger", "verify")`; throws when it exits non-zero. */
  coinslot(...args: string[]): Promise<string>;
  /** A random name where it does not matter. */
  register(name?: string): Promise<Member>;
  registerAdmin(name?: string): Promise<Member>;
  /** Tells the bundled lab to misbehave (null: to behave again). */
  setLabSwitches(switches: Record<string, unknown> | null): Promise<void>;
  /** Sets these switches of the bundled lab and leaves the others as they are. */
  addLabSwitches(switches: Record<string, unknown>): Promise<void>;
  takeOffLabSwitch(name: string): Promise<void>;
  /** Opens an account at the bundled lab, for one machine at once; answers with its password. */
  addLabAccount(username: string): Promise<string>;
  /** Labels of the machines that the lab's own pages show as not ended, over both accounts. */
  runningAtTheLab(): Promise<string[]>;
  /** Lets the lab and its seats be used again after a failure that closed them, as an operator does. */
  reopenLab(): Promise<void>;
  /** Rows of the product's own database, for looking only. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
};

/** Starts a world; `stop()` ends it in order and removes its folder. A start that fails leaves nothing running. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const place = await choosePlace(options);
  const started: ProductProcess[] = [];
  try {
    return await startParts(place, started);
  } catch (error) {
    await stopParts(place, started.toReversed());
    throw error;
  }
}

async function stopParts(place: Place, parts: readonly ProductProcess[]): Promise<void> {
  for (const part of parts) {
    part.signal('SIGTERM');
    await part.exited;
  }
  await rm(place.dataDir, { recursive: true, force: true });
}

async function startParts(place: Place, started: ProductProcess[]): Promise<World> {
  const startBroker = () =>
    startProductProcess({
      file: 'broker/src/main.ts',
      env: place.brokerEnv,
      readyMessage: 'broker is listening',
    });
  const remember = (part: ProductProcess) => {
    started.push(part);
    return part;
  };
  const coinslot = (args: readonly string[], input = '') =>
    runProductCommand('broker/src/cli.ts', args, place.brokerEnv, input);
  const [broker, lab] = await Promise.all([
    startBroker().then(remember),
    startProductProcess({
      file: 'lab/src/main.ts',
      env: place.labEnv,
      readyMessage: 'lab is listening',
    }).then(remember),
  ]);
  const seats = await addSeats(place, coinslot);
  const workerEnv = { ...place.workerEnv, COINSLOT_ENROLMENT_TOKEN: await enrolmentToken(place, coinslot) };
  const startWorker = () =>
    startProductProcess({
      file: 'worker/src/main.ts',
      env: workerEnv,
      readyMessage: 'worker is connected',
    });

  const lookAt = openDatabaseView(() => coinslot(['db', 'url', '--json']));
  const world: World = {
    origin: place.origin,
    dataDir: place.dataDir,
    labUrl: place.labUrl,
    labAddress: place.labAddress,
    seatPasswords: seats.map((seat) => seat.password),
    broker,
    lab,
    worker: await startWorker(),
    startBroker: async () => void (world.broker = await startBroker()),
    startWorker: async () => void (world.worker = await startWorker()),
    coinslot: (...args) => coinslot(args),
    register: (name) => registerMember(place.origin, name),
    registerAdmin: (name) => registerAdmin(place.origin, coinslot, name),
    setLabSwitches: (switches) =>
      switches === null ? askOperator(place, 'DELETE', '') : askOperator(place, 'PUT', '', switches),
    addLabSwitches: (switches) => askOperator(place, 'PATCH', '', switches),
    takeOffLabSwitch: (name) => askOperator(place, 'DELETE', `/${name}`),
    addLabAccount: (username) => addLabAccount(place, username, 1),
    async runningAtTheLab() {
      const lists = seats.map((seat) => runningAtTheLab(place.labAddress, seat.username, seat.password));
      return (await Promise.all(lists)).flat();
    },
    async reopenLab() {
      await coinslot(['lab', 'reopen', labName]);
      for (const seat of seats) await coinslot(['seat', 'reopen', labName, seat.username]);
    },
    query: (sql, values = []) => lookAt.query(sql, values),
    async stop() {
      await lookAt.close();
      await stopParts(place, [world.worker, world.lab, world.broker]);
    },
  };
  return world;
}

type Coinslot = (args: readonly string[], input?: string) => Promise<string>;
type Place = Awaited<ReturnType<typeof choosePlace>>;

async function choosePlace(options: WorldOptions) {
  const dataDir = await mkdtemp(join(tmpdir(), 'coinslot-e2e-'));
  const [brokerPort, labPort, sshFirst] = [await freePorts(1), await freePorts(1), await freePorts(20)];
  const origin = `http://localhost:${brokerPort}`;
  const operatorToken = randomBytes(24).toString('base64url');
  return {
    dataDir,
    origin,
    operatorToken,
    capacity: options.capacity ?? 2,
    /** What the recipe opens, and what the tests reach by address. */
    labUrl: `http://lab.localhost:${labPort}`,
    labAddress: `http://127.0.0.1:${labPort}`,
    brokerEnv: {
      COINSLOT_DATA_DIR: dataDir,
      BROKER_PORT: String(brokerPort),
      BROKER_LISTEN: '127.0.0.1',
      BROKER_PUBLIC_URL: origin,
      BROKER_WEB_DIR: 'web/dist',
      // The tests ask far more often than a person.
      BROKER_RATE_LIMIT_PER_MINUTE: '100000',
      ...options.brokerEnv,
    },
    labEnv: {
      LAB_PORT: String(labPort),
      LAB_DATA_DIR: join(dataDir, 'lab'),
      LAB_SSH_PORT_FIRST: String(sshFirst),
      LAB_SSH_PORT_LAST: String(sshFirst + 19),
      LAB_OPERATOR_TOKEN: operatorToken,
    },
    workerEnv: {
      WORKER_BROKER_URL: `ws://127.0.0.1:${brokerPort}/worker/v1`,
      WORKER_DATA_DIR: join(dataDir, 'worker-1'),
      ...options.workerEnv,
    },
  };
}

async function addSeats(place: Place, coinslot: Coinslot): Promise<Seat[]> {
  const { labUrl, capacity } = place;
  const seats: Seat[] = await Promise.all(
    seatNames.map(async (username) => {
      const password = await addLabAccount(place, username, capacity);
      return { username, password, maxConcurrent: capacity };
    }),
  );
  await coinslot(['lab', 'add-bundled', '--url', labUrl], JSON.stringify({ seats }));
  return seats;
}

async function addLabAccount({ labEnv }: Place, username: string, machines: number): Promise<string> {
  const password = randomBytes(18).toString('base64url');
  const args = ['add', username, '--machines', String(machines)];
  await runProductCommand('lab/src/account.ts', args, labEnv, password);
  return password;
}

async function enrolmentToken({ capacity }: Place, coinslot: Coinslot): Promise<string> {
  const options = ['--pool', 'default', '--name', 'worker-1', '--capacity', String(capacity), '--json'];
  const out = await coinslot(['worker', 'enrol', ...options]);
  return z.object({ token: z.string() }).parse(JSON.parse(out)).token;
}

async function registerAdmin(origin: string, coinslot: Coinslot, name?: string): Promise<Member> {
  const admin = await registerMember(origin, name);
  const out = await coinslot(['setup', 'code', '--json']);
  const { code } = z.object({ code: z.string() }).parse(JSON.parse(out));
  const answer = await admin.request('POST', '/api/v1/setup', { code });
  if (answer.status >= 300)
    throw new Error(`setup answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return admin;
}

async function askOperator(
  place: Place,
  method: string,
  name: string,
  switches?: Record<string, unknown>,
): Promise<void> {
  const response = await fetch(`${place.labAddress}/operator/switches${name}`, {
    method,
    headers: {
      authorization: `Bearer ${place.operatorToken}`,
      ...(switches ? { 'content-type': 'application/json' } : {}),
    },
    ...(switches ? { body: JSON.stringify(switches) } : {}),
  });
  if (!response.ok) throw new Error(`switches answered ${response.status}: ${await response.text()}`);
}
