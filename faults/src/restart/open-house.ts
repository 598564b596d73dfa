import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { startPostgres } from '../postgres/start-postgres.ts';
import type { FaultPlace } from '../scenario.ts';
import { askBroker } from '../simulator/world/ask-broker.ts';
import { type BrokerProcess, openBrokerProcess } from '../simulator/world/broker-process.ts';
import { openShop, type Shop } from '../simulator/world/open-shop.ts';
import { createScriptedWorker, type ScriptedWorker } from './scripted-worker.ts';

/** A broker in a process of its own, its database, and a fleet that holds machines for members. */
export interface House {
  broker: BrokerProcess;
  database: pg.Client;
  shop: Shop;
  workers: ScriptedWorker[];
  /** The machines that stay up over everything. */
  kept: string[];
}

/** Beside those that hold machines all the time, there are slots for those that members buy and stop. */
const slots = { kept: 2, each: 3 };
const [seatPlaces, members, buyersAtOnce] = [64, 40, 16];
const upWithinMs = 180_000;

/** All times are the product's own; nobody is kept from buying, asking or joining for there being many of them. */
const environment = {
  BROKER_ACTIVE_MACHINES_MAX: '100000',
  BROKER_QUEUE_LENGTH_MAX: '100000',
  BROKER_RATE_LIMIT_PER_MINUTE: '100000000',
  BROKER_KEY_RATE_LIMIT_PER_MINUTE: '100000000',
  BROKER_LOG_BYTES_MAX: '1000000000',
  // One that is away for a restart is to keep what it was just given: it is the restart that is looked at.
  BROKER_ACK_TIMEOUT_MS: '60000',
  // Nobody here looks at a lab.
  BROKER_INVENTORY_INTERVAL_MS: '86400000',
};

/** @param asked.workers how many; each comes to hold two machines */
export async function openHouse(
  place: FaultPlace,
  { workers: count, env = {} }: { workers: number; env?: Record<string, string> },
): Promise<House> {
  const { url: databaseUrl, superuserUrl } = await startPostgres(place);
  const database = new pg.Client({ connectionString: superuserUrl });
  database.on('error', () => undefined);
  await database.connect();
  place.atEnd(() => database.end());
  const settings = {
    ...environment,
    ...env,
    DATABASE_URL: databaseUrl,
    COINSLOT_DATA_DIR: place.folder,
    COINSLOT_SECRET_KEY: randomBytes(32).toString('base64'),
    COINSLOT_AUTH_SECRET: randomBytes(32).toString('base64'),
  };
  const places = Math.max(1, Math.ceil((count * slots.each) / seatPlaces));
  const shop = await openShop(database, {
    env: settings,
    authSecret: settings.COINSLOT_AUTH_SECRET,
    labUrl: 'http://lab.localhost:9',
    lagMs: 0,
    seats: Array.from({ length: places }, (_, at) => ({
      username: `seat-${at}`,
      password: `password of seat ${at}`,
      machinesMax: seatPlaces,
    })),
    members,
  });
  await database.query('update products set duration_minutes = 1000');
  const broker = await openBrokerProcess({ folder: place.folder, env: settings });
  await broker.start();
  place.atEnd(() => broker.kill());
  const workers = await startWorkers(place, { count, database, broker, poolId: shop.poolId });
  const house = { broker, database, shop, workers };
  return { ...house, kept: await buyKept(house) };
}

/** Enrolled by SQL: how workers enrol is tried elsewhere. */
async function startWorkers(
  place: FaultPlace,
  {
    count,
    database,
    broker,
    poolId,
  }: { count: number; database: pg.Client; broker: BrokerProcess; poolId: string },
): Promise<ScriptedWorker[]> {
  const { rows } = await database.query<{ broker_id: string }>('select broker_id from installation');
  const brokerId = rows[0]?.broker_id ?? '';
  const workers: ScriptedWorker[] = [];
  for (let n = 0; n < count; n += 1) {
    const worker = await createScriptedWorker(place.folder, { name: `worker-${n}`, brokerId });
    workers.push(worker);
    await database.query(
      'insert into workers (id, pool_id, name, public_key, capacity) values ($1, $2, $3, $4, $5)',
      [worker.workerId, poolId, `worker-${n}`, worker.publicKey, slots.each],
    );
  }
  place.atEnd(async () => void (await Promise.all(workers.map((worker) => worker.close()))));
  for (const worker of workers) worker.connect(broker.url);
  return workers;
}

/** Two machines for each worker, bought by members and brought up. */
async function buyKept({ broker, database, shop, workers }: Omit<House, 'kept'>): Promise<string[]> {
  const wanted = workers.length * slots.kept;
  const kept: string[] = [];
  const Bought = z.object({ id: z.uuid() });
  async function buy(): Promise<void> {
    while (kept.length < wanted) {
      const at = kept.push('') - 1;
      const told = await askBroker(broker.url, {
        cookie: shop.members[at % shop.members.length] ?? '',
        method: 'POST',
        path: '/api/v1/machines',
        body: { productId: shop.productIds[at % shop.productIds.length] },
        key: randomUUID(),
      });
      if (told.status !== 202)
        throw new Error(`buying was answered ${told.status} ${JSON.stringify(told.body)}`);
      kept[at] = Bought.parse(told.body).id;
    }
  }
  await Promise.all(Array.from({ length: buyersAtOnce }, buy));
  const givesUpAt = performance.now() + upWithinMs;
  for (;;) {
    const { rowCount } = await database.query(
      `select from machines where id = any($1::uuid[]) and state = 'ready'`,
      [kept],
    );
    if (rowCount === wanted) return kept;
    if (performance.now() > givesUpAt) throw new Error(`of ${wanted} machines ${rowCount} came up`);
    await pause(200);
  }
}
