import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../database/db.ts';
import { type FleetWorld, startFleetWorld } from '../domains/fleet/testing/fleet-world.ts';
import { createPurgeExpired } from './purge-expired.ts';

let world: FleetWorld;
beforeEach(async () => {
  world = await startFleetWorld();
});
afterEach(() => world.close());

async function count() {
  const [row] = await readRows(
    world.broker.database.db,
    z.object({ sessions: z.int(), tokens: z.int(), lines: z.int() }),
    sql`select (select count(*) from worker_sessions) as sessions, (select count(*) from enrolment_tokens) as tokens,
      (select count(*) from machine_logs) as lines`,
  );
  return row;
}

test('connections, tokens and logs go when their time is over, and not before', async () => {
  const { db } = world.broker.database;
  const purge = createPurgeExpired(world.broker.ctx);
  const worker = await world.addWorker('one', 2);
  const machineId = await world.buy();
  await worker.until('it has the machine', () => worker.assignments.length === 1);
  const [assignment] = worker.assignments;
  if (!assignment) throw new Error('there is no assignment');
  const at = new Date().toISOString();
  await worker.logs(assignment, [{ seq: 1, at, source: 'worker', text: 'a line' }]);
  await db.execute(sql`update machine_logs set at = now() - interval '1 year'`);
  await db.execute(sql`update worker_sessions set connected_at = now() - interval '1 year'`);
  await purge();
  expect(await count()).toEqual({ sessions: 1, tokens: 1, lines: 1 });

  await world.member.post(`/api/v1/machines/${machineId}/cancel`, {});
  worker.vanish();
  await world.until('its end was written down', async () => {
    const rows = await readRows(
      db,
      z.object({ at: z.unknown() }),
      sql`select disconnected_at as at from worker_sessions`,
    );
    return rows.every((row) => row.at !== null);
  });
  await db.execute(sql`update worker_sessions set disconnected_at = now() - interval '89 days'`);
  await db.execute(sql`update enrolment_tokens set expires_at = now() - interval '89 days'`);
  await db.execute(sql`update machines set ended_at = now() - interval '89 days'`);
  await purge();
  expect(await count()).toEqual({ sessions: 1, tokens: 1, lines: 1 });

  await db.execute(sql`update worker_sessions set disconnected_at = now() - interval '91 days'`);
  await db.execute(sql`update enrolment_tokens set expires_at = now() - interval '91 days'`);
  await db.execute(sql`update machines set ended_at = now() - interval '91 days'`);
  await purge();
  expect(await count()).toEqual({ sessions: 0, tokens: 0, lines: 0 });
});
