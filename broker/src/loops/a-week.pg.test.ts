import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction } from '../database/db.ts';
import {
  type MachineWorld,
  openMachineWorld,
  readyReport,
  stepReport,
} from '../domains/machines/testing/machine-world.ts';
import { adjustWallet, verifyLedger } from '../domains/wallet/index.ts';
import type { TestSession } from '../testing/test-session.ts';
import { createEndUnused } from './end-unused.ts';
import { createExpireMachines } from './expire-machines.ts';
import { createFinishStopping } from './finish-stopping.ts';
import { createReleaseOrphanHolds } from './release-orphan-holds.ts';
import { createSettleOrders } from './settle-orders.ts';
import { createSweepLeases } from './sweep-leases.ts';
import { createTimeOutProvisioning } from './time-out-provisioning.ts';
import { createTimeOutQueued } from './time-out-queued.ts';

type Hold = Awaited<ReturnType<MachineWorld['assign']>>;

const weekMinutes = 7 * 24 * 60;
const strides = [1, 4, 12, 40, 200, 900];
const longestHoldMinutes = 24 * 60;

let world: MachineWorld;
let superuser: pg.Client;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '200' });
  superuser = new pg.Client({ connectionString: world.broker.database.superuserUrl });
  await superuser.connect();
  // Rows that only ever grow are made older, too.
  await superuser.query('set session_replication_role = replica');
  await superuser.query(passTime);
});
afterAll(async () => {
  await superuser.end();
  await world.close();
});

/** Lets so many minutes pass for everything but members' sign-ins: every time in the database lies as much further back. */
async function passMinutes(minutes: number): Promise<void> {
  await superuser.query(`select pass_time(interval '1 minute' * $1)`, [minutes]);
}

const passTime = `
  create function pass_time(passed interval) returns void language plpgsql as $$
  declare one record;
  begin
    for one in
      select format('%I', c.table_name) as name, string_agg(format('%1$I = %1$I - $1', c.column_name), ', ') as changes
      from information_schema.columns c join pg_tables t on t.tablename = c.table_name and t.schemaname = 'public'
      where c.table_schema = 'public' and c.data_type = 'timestamp with time zone' and c.is_generated = 'NEVER'
        and c.table_name not in ('sessions', 'idempotency_keys')
      group by c.table_name
    loop
      execute format('update %s set %s', one.name, one.changes) using passed;
    end loop;
  end $$`;

function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}

/** How far a worker comes with a machine before nothing more is heard of it: some words of a life, in their order. */
async function work(hold: Hold, dice: (sides: number) => number): Promise<void> {
  const fault: ReportBody = { kind: 'failed', failure: 'lab_error', message: 'x', step: null };
  const depth = dice(8);
  if (depth === 0) return;
  if (depth === 1) return void (await world.report(hold, { kind: 'accepted' }));
  if (depth === 2) {
    await world.report(hold, { kind: 'accepted' });
    await world.report(hold, stepReport('running'));
    return void (await world.report(hold, fault));
  }
  await world.startLabSession(hold);
  if (depth === 3) return;
  await world.report(hold, readyReport());
  if (depth === 7) await world.report(hold, { kind: 'machine_gone', message: 'x' });
}

async function machineIn(states: string[], dice: (sides: number) => number): Promise<string | undefined> {
  const found = await world.rows(sql`select id from machines where state in ${states} order by id`);
  return found.length === 0 ? undefined : String(found[dice(found.length)]?.['id']);
}

async function act(
  member: TestSession,
  productIds: string[],
  dice: (sides: number) => number,
): Promise<void> {
  const kind = dice(10);
  if (kind < 4) {
    await member.post('/api/v1/machines', { productId: productIds[dice(productIds.length)] });
    return;
  }
  if (kind < 7) {
    const id = await machineIn(['queued'], dice);
    if (id !== undefined) await work(await world.assign(id), dice);
    return;
  }
  const id = await machineIn(['queued', 'assigned', 'provisioning', 'ready'], dice);
  if (id === undefined) return;
  const wish = ['cancel', 'stop', 'extend', 'restart'][dice(4)] ?? 'stop';
  await member.post(`/api/v1/machines/${id}/${wish}`);
}

async function lookForStuckCoins(at: number): Promise<void> {
  const stuck = await world.rows(sql`
    select c.id, c.state, m.state as machine, m.end_reason as reason, now() - c.created_at as age from charges c join machines m on m.id = c.machine_id
    where c.state = 'held' and (m.state in ('stopped', 'failed')
        or c.created_at < now() - interval '1 minute' * ${longestHoldMinutes})
      or c.refunded_earned > c.from_earned or c.refunded_bought > c.from_bought`);
  expect({ at, stuck }).toEqual({ at, stuck: [] });
}

test(
  'a week in which workers fall silent at any word: no coin is held for longer than its machine, none for a day, none is lost',
  { timeout: 120_000 },
  async () => {
    const { ctx } = world.broker;
    const member = await world.broker.register();
    const { id: userId } = await member.me();
    await inTransaction(ctx.db, (tx) =>
      adjustWallet(tx, {
        userId,
        class: 'bought',
        coins: 5000,
        reason: 'test',
        actor: 'test',
        reference: 'test',
      }),
    );
    const productIds = [
      await world.makeProduct(10, { extension: { minutes: 30, price: 6 }, idleMinutes: 20 }),
      await world.makeProduct(7, { refundsUnusedOnStop: true, extension: { minutes: 60, price: 3 } }),
      await world.makeProduct(0),
    ];
    const loops = [
      createSweepLeases(ctx),
      createExpireMachines(ctx),
      createSettleOrders(ctx),
      createEndUnused(ctx),
      createTimeOutQueued(ctx),
      createTimeOutProvisioning(ctx),
      createFinishStopping(ctx),
    ];
    const dice = createDice(11);
    for (let passed = 0; passed < weekMinutes;) {
      for (let n = dice(5); n > 0; n -= 1) await act(member, productIds, dice);
      const minutes = strides[dice(strides.length)] ?? 1;
      await passMinutes(minutes);
      passed += minutes;
      for (const run of loops) await run();
      await lookForStuckCoins(passed);
    }
    await passMinutes(longestHoldMinutes);
    for (const run of loops) await run();
    // Nobody had to tidy up behind an end that forgot its coins.
    await createReleaseOrphanHolds(ctx)();
    expect((await ctx.metrics.faults.get()).values.filter(({ value }) => value > 0)).toEqual([]);
    expect((await member.me()).wallet).toMatchObject({ heldEarned: 0, heldBought: 0 });
    expect(await verifyLedger(ctx.db)).toMatchObject({ imbalanceCoins: 0, differences: [] });
    const [seen] = await world.rows(sql`
      select count(distinct end_reason) as reasons, count(*) filter (where ready_at is not null) as ready from machines`);
    const { reasons, ready } = z.object({ reasons: z.int(), ready: z.int() }).parse(seen);
    // That it was a week.
    expect(reasons).toBeGreaterThan(4);
    expect(ready).toBeGreaterThan(5);
  },
);
