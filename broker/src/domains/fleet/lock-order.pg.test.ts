import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import type { FakeWorker } from '../../testing/fake-worker.ts';
import { adjustWallet } from '../wallet/index.ts';
import { type FleetWorld, startFleetWorld } from './testing/fleet-world.ts';

let world: FleetWorld;
beforeEach(async () => {
  world = await startFleetWorld({ BROKER_PAGE_FAULT_LEASES_MAX: '1' });
});
afterEach(() => world.close());

const rounds = 5;
const machinesOfARound = 6;

test(
  'a report, a cancel and a heartbeat of the same worker and member never wait for each other in a circle',
  { timeout: 60_000 },
  async () => {
    const { db } = world.broker.database;
    const { id: userId } = await world.member.me();
    await db.execute(sql`update products set price = 1`);
    const given = { class: 'bought', coins: 1000, reason: 'test', actor: 'test', reference: 'test' } as const;
    await inTransaction(db, (tx) => adjustWallet(tx, { userId, ...given }));
    const worker = await world.addWorker('one', machinesOfARound);
    for (let round = 0; round < rounds; round += 1) await endSixAtOnce(worker, 'internal');
    // The last one also disables seats, whose locks come after the coins'.
    await endSixAtOnce(worker, 'account_blocked');
    // A backend tells its deadlocks when it ends.
    await world.broker.restart();
    const [row] = await readRows(
      db,
      z.object({ deadlocks: z.coerce.number() }),
      sql`select deadlocks from pg_stat_database where datname = current_database()`,
    );
    expect(row).toEqual({ deadlocks: 0 });
  },
);

/** Half of them by a report of their worker, half by their member, while the worker says that it holds them all. */
async function endSixAtOnce(worker: FakeWorker, failure: ProvisionFailure): Promise<void> {
  await Promise.all(Array.from({ length: machinesOfARound }, () => world.buy()));
  await worker.until('it has them all', () => worker.assignments.length === machinesOfARound);
  const held = worker.assignments.map(({ machineId, epoch }) => ({ machineId, epoch }));
  await Promise.all(held.map((machine) => worker.report(machine, { kind: 'accepted' })));
  await Promise.all(
    held.map(async (machine, n) => {
      if (n === 0) await worker.heartbeat();
      if (n % 2 === 0) {
        await worker.report(machine, { kind: 'failed', failure, message: 'told to', step: null });
      } else {
        const answer = await world.member.post(`/api/v1/machines/${machine.machineId}/cancel`, {});
        expect(answer.status).toBe(200);
      }
    }),
  );
  await worker.until('it has none', () => worker.assignments.length === 0);
}
