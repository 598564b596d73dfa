import { randomUUID } from 'node:crypto';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import { createEndUnused } from '../../loops/end-unused.ts';
import { createExpireMachines } from '../../loops/expire-machines.ts';
import { createSettleOrders } from '../../loops/settle-orders.ts';
import { createWarnMembers } from '../../loops/warn-members.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { adjustWallet, verifyLedger } from '../wallet/index.ts';
import { recordHealth } from './index.ts';
import type { Hold } from './reports/hold.ts';
import { type MachineWorld, openMachineWorld, readyReport } from './testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '20', BROKER_RATE_LIMIT_PER_MINUTE: '10000' });
});
afterAll(() => world.close());

const machineCount = 6;
const roundCount = 8;

async function pendingIds(machineId: string): Promise<{ extensionId: string; restartId: string }> {
  const [row] = await readRows(
    world.broker.ctx.db,
    z.object({ extensionId: z.uuid().nullable(), restartId: z.uuid().nullable() }),
    sql`
      select
        (select id from machine_extensions where machine_id = ${machineId} and state = 'pending') as "extensionId",
        (select id from machine_restarts where machine_id = ${machineId} and state = 'pending') as "restartId"`,
  );
  return { extensionId: row?.extensionId ?? randomUUID(), restartId: row?.restartId ?? randomUUID() };
}

/** What may come of one machine at the same moment: its owner's wishes and its worker's words, some of them wrong. */
async function actsOn(member: TestSession, hold: Hold, round: number): Promise<Promise<unknown>[]> {
  const { extensionId, restartId } = await pendingIds(hold.machineId);
  const path = `/api/v1/machines/${hold.machineId}`;
  const ready = readyReport();
  const endpoints = ready.kind === 'ready' ? ready.endpoints : [];
  const failure = 'lab_error' as const;
  const words: ReportBody[] = [
    { kind: 'extended', extensionId, endsInMs: null },
    { kind: 'extension_failed', extensionId, failure, message: 'x' },
    { kind: 'restarted', restartId, endpoints },
    { kind: 'restart_failed', restartId, failure, message: 'x' },
    ready,
  ];
  return [
    member.post(`${path}/extend`),
    member.post(`${path}/extend`),
    member.post(`${path}/restart`),
    member.put(`${path}/auto-extend`, { enabled: round % 2 === 0 }),
    ...words.map((body) => world.report(hold, body)),
  ];
}

test(
  'owners, workers, heartbeats and loops at once: no circle of waiting, no coin lost, no minute unpaid',
  { timeout: 120_000 },
  async () => {
    const { ctx } = world.broker;
    const member = await world.broker.register();
    const { id: userId } = await member.me();
    const gift = { class: 'bought', coins: 1000, reason: 'test', actor: 'test', reference: 'test' } as const;
    await inTransaction(ctx.db, (tx) => adjustWallet(tx, { userId, ...gift }));
    const productId = await world.makeProduct(10, { extension: { minutes: 30, price: 6 }, idleMinutes: 20 });
    const holds: Hold[] = [];
    for (let at = 0; at < machineCount; at += 1) {
      const { id } = await world.buy(member, productId);
      const hold = await world.assign(id);
      await world.bringUp(hold);
      holds.push(hold);
    }
    const loops = [
      createSettleOrders(ctx),
      createExpireMachines(ctx),
      createEndUnused(ctx),
      createWarnMembers(ctx),
    ];
    const beat = (n: number) => {
      const health = { n, agoMs: 0, ok: n % 5 !== 0, latencyMs: null, fault: null };
      const told = holds.map(({ machineId, epoch }) => ({
        machineId,
        epoch,
        phase: 'ready',
        health,
        idleForMs: n,
      }));
      return recordHealth(ctx, { workerId: world.workerId, holds: n % 2 === 0 ? told : told.toReversed() });
    };
    for (let round = 1; round <= roundCount; round += 1) {
      const acts = await Promise.all(holds.map((hold) => actsOn(member, hold, round)));
      await Promise.all([...acts.flat(), beat(2 * round), beat(2 * round + 1), ...loops.map((run) => run())]);
    }
    await Promise.all(holds.map(({ machineId }) => member.post(`/api/v1/machines/${machineId}/stop`)));

    const wrong = await world.rows(sql`
      select m.id from machines m
      where m.expires_at <> m.ready_at + interval '60 minutes' + interval '1 minute' * coalesce((
          select sum(e.minutes) from machine_extensions e where e.machine_id = m.id and e.state = 'applied'
        ), 0)
        or exists (select 1 from machine_extensions e where e.machine_id = m.id and e.state = 'pending')
        or exists (select 1 from machine_restarts r where r.machine_id = m.id and r.state = 'pending')
        or exists (
          select 1 from machine_extensions e join charges c on c.id = e.charge_id
          where e.machine_id = m.id and c.state <> case e.state when 'applied' then 'captured' else 'released' end
        )`);
    expect(wrong).toEqual([]);
    const [applied] = await world.rows(
      sql`select count(*) as n from machine_extensions where state = 'applied'`,
    );
    expect(applied?.n).toBeGreaterThan(0);
    expect(await verifyLedger(ctx.db)).toMatchObject({ imbalanceCoins: 0, differences: [] });
    expect((await member.me()).wallet).toMatchObject({
      availableEarned: 0,
      availableBought: 1050 - machineCount * 10 - Number(applied?.n) * 6,
      heldEarned: 0,
      heldBought: 0,
    });
    // A backend tells its deadlocks when it ends.
    await world.broker.restart();
    const [row] = await world.rows(sql`
      select deadlocks::integer from pg_stat_database where datname = current_database()`);
    expect(row).toEqual({ deadlocks: 0 });
  },
);
