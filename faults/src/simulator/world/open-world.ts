import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { installChronicle } from '../../history/chronicle.ts';
import { breakFunctions, copyProduct } from '../../mutants/copy-product.ts';
import type { Mutant } from '../../mutants/mutants.ts';
import type { Random } from '../../random.ts';
import { type FakeLab, type FakeLabOptions, openFakeLab } from '../lab/open-fake-lab.ts';
import { openRelay, type Relay } from '../relay.ts';
import type { Times } from '../times.ts';
import { type BrokerProcess, openBrokerProcess } from './broker-process.ts';
import { type Hosts, openHosts } from './hosts.ts';
import { openShop, type Shop } from './open-shop.ts';

/** Everything of one round: a broker, its database, workers, a lab, and what stands between them. */
export interface World {
  times: Times;
  broker: BrokerProcess;
  database: pg.Client;
  lab: FakeLab;
  relay: Relay;
  hosts: Hosts;
  shop: Shop;
  seats: FakeLabOptions['seats'];
  /** By name. */
  workerIds: ReadonlyMap<string, string>;
  /** Ends every connection that the broker has to its database. */
  endConnections: () => Promise<void>;
  close: () => Promise<void>;
}

export interface WorldSize {
  hosts: number;
  workersEach: number;
  slots: number;
  members: number;
}

export interface WorldOptions {
  /** Empty; Postgres itself may not run below it. */
  folder: string;
  databaseUrl: string;
  superuserUrl: string;
  size: WorldSize;
  times: Times;
  /** How badly the lab behaves: 0 = well, 1 = as usual. */
  labLevel: number;
  /** Bugs that are put into a copy of the product, which is run instead. */
  mutants?: readonly Mutant[];
}

export async function openWorld(random: Random, options: WorldOptions): Promise<World> {
  const ends: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    return { ...(await open(random, options, (end) => void ends.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  random: Random,
  { folder, databaseUrl, superuserUrl, size, times, labLevel, mutants }: WorldOptions,
  atEnd: (end: () => unknown) => void,
): Promise<Omit<World, 'close'>> {
  const seats = Array.from({ length: size.hosts * size.workersEach * size.slots }, (_, at) => ({
    username: `seat-${at}`,
    password: `password of seat ${at}`,
    machinesMax: 1,
  }));
  const lab = await openFakeLab(random.fork('lab'), { seats, lagMs: times.lagMs, level: labLevel });
  atEnd(() => lab.close());
  const database = new pg.Client({ connectionString: superuserUrl });
  database.on('error', () => undefined);
  await database.connect();
  atEnd(() => database.end());
  const env = {
    ...times.brokerEnv,
    DATABASE_URL: databaseUrl,
    COINSLOT_DATA_DIR: folder,
    COINSLOT_SECRET_KEY: randomBytes(32).toString('base64'),
    COINSLOT_AUTH_SECRET: randomBytes(32).toString('base64'),
  };
  const shop = await openShop(database, {
    env,
    authSecret: env.COINSLOT_AUTH_SECRET,
    labUrl: lab.url,
    lagMs: times.lagMs,
    seats,
    members: size.members,
  });
  await installChronicle(database);
  const place = { folder, ...(mutants === undefined ? {} : { root: path.join(folder, 'product') }) };
  if (mutants !== undefined) {
    await copyProduct(path.join(folder, 'product'), mutants);
    await breakFunctions(database, mutants);
  }
  const broker = await openBrokerProcess({ ...place, env });
  await broker.start();
  atEnd(() => broker.kill());
  const relay = await openRelay(broker.url, random.fork('relay'));
  atEnd(() => relay.close());
  const hosts = await openHosts({
    ...place,
    brokerUrl: broker.url,
    relayUrl: relay.url,
    admin: shop.admin,
    poolId: shop.poolId,
    hosts: size.hosts,
    workersEach: size.workersEach,
    slots: size.slots,
    timeouts: times.workerTimeouts,
  });
  atEnd(() => hosts.close());
  const { rows } = await database.query<{ id: string; name: string }>('select id, name from workers');
  return {
    times,
    broker,
    database,
    lab,
    relay,
    hosts,
    shop,
    seats,
    workerIds: new Map(rows.map(({ id, name }) => [name, id])),
    endConnections: async () => {
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
    },
  };
}
