import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../../../database/testing/test-database.ts';
import { dueMachines } from './due-machines.ts';

// Machines are kept for ever: what a loop asks every second must not read all that ever ended.
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const fromMachines = (due: SQL) => sql`select m.id from machines m where ${due}`;

test.each([
  ['expired', 'machines_expiring', fromMachines(dueMachines.expired)],
  ['given up', 'machines_expiring', fromMachines(dueMachines.givenUp)],
  ['idle', 'machines_idle', fromMachines(dueMachines.idle)],
  [
    'soon extended by itself',
    'machines_auto_extended',
    fromMachines(sql`m.state = 'ready' and m.auto_extend and m.expires_at <= now()`),
  ],
  [
    'a late extension',
    'machine_extensions_due',
    sql`select machine_id from machine_extensions where state = 'pending' and deadline_at <= now()`,
  ],
  [
    'a late restart',
    'machine_restarts_due',
    sql`select machine_id from machine_restarts where state = 'pending' and deadline_at <= now()`,
  ],
  [
    'an old check',
    'machine_health_old',
    sql`select machine_id from machine_health where at < now() limit 5000`,
  ],
  ['queued too long', 'machines_queued', fromMachines(dueMachines.queuedTooLong)],
  ['prepared too long', 'machines_preparing', fromMachines(dueMachines.preparedTooLong)],
  ['at a lab that was switched off', 'machines_open_at_lab', fromMachines(dueMachines.atSwitchedOffLab)],
  [
    'stopping',
    'machines_stopping',
    sql`select id from machines where state = 'stopping' and stopping_at <= now() order by stopping_at`,
  ],
  [
    'old keys',
    'idempotency_keys_passing',
    sql`select key from idempotency_keys where not moves_coins and created_at < now() order by created_at`,
  ],
])('%s is found by the index %s', async (_, index, query) => {
  expect(await explain(query)).toContain(index);
});

/** The plan for a table too large to be read whole; tables of a test are so small that Postgres would. */
async function explain(query: SQL): Promise<string> {
  return inTransaction(database.db, async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`);
    const lines = await readRows(tx, z.object({ 'QUERY PLAN': z.string() }), sql`explain ${query}`);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  });
}
