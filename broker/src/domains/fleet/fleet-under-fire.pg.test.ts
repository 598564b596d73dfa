import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import { keepBusy } from '../../testing/busy-worker.ts';
import type { FakeIdentity, FakeWorker } from '../../testing/fake-worker.ts';
import { adjustWallet, verifyLedger } from '../wallet/index.ts';
import { type FleetWorld, startFleetWorld } from './testing/fleet-world.ts';

let world: FleetWorld;
const stops: (() => void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  // Compares every counter with what it counts.
  await world.close();
});

const actsUnderFire = 80;

/** The same acts in the same order on every run (their moments differ). */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}

async function machineIds(states: string[]): Promise<string[]> {
  const rows = await readRows(
    world.broker.database.db,
    z.object({ id: z.uuid() }),
    sql`select id from machines where state in ${states} order by id`,
  );
  return rows.map((row) => row.id);
}

function launch(identity: FakeIdentity, bootId?: string): FakeWorker {
  const worker = world.workerOf(identity, bootId);
  stops.push(keepBusy(worker));
  return worker;
}

test(
  'workers die, restart and vanish while members buy and stop: in the end every slot, seat and coin is accounted for',
  { timeout: 60_000 },
  async () => {
    world = await startFleetWorld(
      {
        BROKER_HEARTBEAT_INTERVAL_MS: '200',
        BROKER_SUSPECT_AFTER_MS: '2000',
        BROKER_FENCE_AFTER_MS: '2500',
        BROKER_LOST_AFTER_MS: '3000',
        BROKER_PENALTY_MS: '200',
        BROKER_WORKER_LOST_RETRIES_MAX: '100',
      },
      { seats: 10 },
    );
    const { db } = world.broker.database;
    const { id: userId } = await world.member.me();
    await db.execute(sql`update products set price = 7`);
    await inTransaction(db, (tx) =>
      adjustWallet(tx, {
        userId,
        class: 'bought',
        coins: 5000,
        reason: 'test',
        actor: 'test',
        reference: 'test',
      }),
    );
    const fleet: FakeWorker[] = [];
    for (const name of ['a', 'b', 'c', 'd']) fleet.push(launch(await world.enrol(name, 4)));
    await Promise.all(fleet.map((worker) => worker.connect()));

    const dice = createDice(7);
    for (let n = 0; n < actsUnderFire; n += 1) {
      const at = dice(fleet.length);
      const worker = fleet[at];
      const act = dice(10);
      if (act < 4) await world.buy();
      else if (act < 6) await stopSome(dice);
      else if (worker) fleet[at] = await strike(worker, act);
    }

    await Promise.all(fleet.filter((worker) => !worker.isOpen).map((worker) => worker.connect()));
    for (const id of await machineIds(['queued', 'assigned', 'provisioning', 'ready'])) await end(id);
    await world.until('nothing is open any more', async () => (await countOpen()) === 0);
    expect(await verifyLedger(db)).toMatchObject({ imbalanceCoins: 0 });
    const charged = await readRows(
      db,
      z.object({ held: z.int() }),
      sql`select count(*) as held from charges where state = 'held'`,
    );
    expect(charged).toEqual([{ held: 0 }]);
    const faults = await world.broker.ctx.metrics.faults.get();
    expect(faults.values.filter(({ value }) => value > 0)).toEqual([]);
    // That the fire burned at all.
    const [seen] = await readRows(
      db,
      z.object({ ready: z.int(), restarted: z.int() }),
      sql`select (select count(*) from machines where ready_at is not null) as ready,
        (select count(*) from leases where release_reason = 'worker_restarted') as restarted`,
    );
    expect(seen?.ready).toBeGreaterThan(0);
    expect(seen?.restarted).toBeGreaterThan(0);
  },
);

/** A worker loses its line, or its process. */
async function strike(worker: FakeWorker, act: number): Promise<FakeWorker> {
  worker.vanish();
  await worker.closed();
  if (act < 8) {
    await worker.connect();
    return worker;
  }
  const restarted = launch(worker.identity);
  await restarted.connect();
  return restarted;
}

async function stopSome(dice: (sides: number) => number): Promise<void> {
  const ids = await machineIds(['queued', 'assigned', 'provisioning', 'ready']);
  const id = ids[dice(ids.length)];
  if (id !== undefined) await end(id);
}

async function end(id: string): Promise<void> {
  const cancelled = await world.member.post(`/api/v1/machines/${id}/cancel`);
  if (cancelled.status === 409) await world.member.post(`/api/v1/machines/${id}/stop`);
}

async function countOpen(): Promise<number> {
  const [row] = await readRows(
    world.broker.database.db,
    z.object({ open: z.int() }),
    sql`
      select (select count(*) from leases where released_at is null)
        + (select count(*) from lab_sessions where state <> 'ended')
        + (select count(*) from machines where state not in ('stopped', 'failed')) as open
    `,
  );
  return row?.open ?? -1;
}
