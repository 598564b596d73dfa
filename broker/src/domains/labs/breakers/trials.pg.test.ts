import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import { type FleetWorld, startFleetWorld } from '../../fleet/testing/fleet-world.ts';
import { countLabFailure } from './count-lab-failure.ts';
import { takeDueTrials } from './take-due-trials.ts';

let world: FleetWorld;
let labId: string;
beforeEach(async () => {
  world = await startFleetWorld({ BROKER_BREAKER_FAILURES_MAX: '2' }, { loops: false, seats: 1 });
  const { db } = world.broker.database;
  const [lab] = await readRows(db, z.object({ id: z.uuid() }), sql`select id from labs`);
  labId = lab?.id ?? '';
  const draft = { username: 'other', password: 'other password' };
  expect((await world.admin.post(`/api/v1/admin/labs/${labId}/seats`, draft)).status).toBe(201);
});
afterEach(() => world.close());

const act = (query: ReturnType<typeof sql>) => world.broker.database.db.execute(query);
const due = async () =>
  await inTransaction(world.broker.database.db, (tx) => takeDueTrials(tx, world.broker.ctx));

async function seatId(username: string): Promise<string> {
  const { db } = world.broker.database;
  const [row] = await readRows(
    db,
    z.object({ id: z.uuid() }),
    sql`select id from seats where username = ${username}`,
  );
  return row?.id ?? '';
}

test.each([
  ['is used up', sql`max_uses = 3, uses = 3`],
  ['carries a machine', sql`in_use = max_concurrent`],
  ['cools down', sql`cooldown_until = now() + interval '1 hour'`],
  ['is disabled', sql`disabled_at = now(), disabled_reason = 'no'`],
])('a seat that %s keeps no other from being tried', async (_what, change) => {
  await act(
    sql`update seats set breaker_opened_at = now(), breaker_tries_again_at = now() - interval '1 minute'`,
  );
  await act(
    sql`update seats set breaker_tries_again_at = now() - interval '1 hour', ${change} where username = 'seat'`,
  );
  expect(await due()).toEqual([{ labId, seatId: await seatId('other'), by: 'breaker' }]);
  await act(sql`update seats set in_use = 0`);
});

test('a schedule takes neither counted uses nor a seat that cools down', async () => {
  await act(sql`update labs set canary_every_minutes = 60`);
  await act(sql`update seats set created_at = now() - interval '2 hours'`);
  await act(sql`update seats set max_uses = 100 where username = 'seat'`);
  await act(sql`update seats set cooldown_until = now() + interval '1 hour' where username = 'other'`);
  expect(await due()).toEqual([]);
  await act(sql`update seats set cooldown_until = null`);
  expect(await due()).toEqual([{ labId, seatId: await seatId('other'), by: 'schedule' }]);
});

test('accounts that are busy elsewhere rest, and say nothing about the lab until none is left', async () => {
  const fails = async (username: string) => {
    const found = { labId, seatId: await seatId(username), failure: 'seat_busy', byCanary: false } as const;
    await inTransaction(world.broker.database.db, (tx) => countLabFailure(tx, world.broker.ctx, found));
  };
  const read = async () =>
    (
      await act(sql`
        select breaker_opened_at is not null as lab,
          array(select username from seats where breaker_opened_at is not null order by 1) as seats from labs`)
    ).rows;
  await fails('seat');
  await fails('other');
  await fails('seat');
  expect(await read()).toEqual([{ lab: false, seats: ['seat'] }]);
  await fails('other');
  expect(await read()).toEqual([{ lab: true, seats: ['other', 'seat'] }]);
});

test('what signs a seat in without a password goes with its user name and with the address of its lab', async () => {
  const kept = async () => (await act(sql`select username, cookies from seats order by username desc`)).rows;
  await act(sql`update seats set cookies = 'sealed'`);
  const edit = { username: 'renamed', revision: 1 };
  const renamed = await world.admin.put(`/api/v1/admin/seats/${await seatId('other')}`, edit);
  expect(renamed.status, JSON.stringify(renamed.body)).toBe(200);
  expect(await kept()).toEqual([
    { username: 'seat', cookies: 'sealed' },
    { username: 'renamed', cookies: null },
  ]);
  const lab = z
    .object({ items: z.array(z.looseObject({ id: z.uuid(), baseUrl: z.url(), revision: z.int() })) })
    .parse((await world.admin.get('/api/v1/admin/labs')).body).items[0];
  const moved = await world.admin.put(`/api/v1/admin/labs/${labId}`, {
    ...lab,
    baseUrl: 'http://lab.localhost:9999',
  });
  expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  expect((await kept()).map(({ cookies }) => cookies)).toEqual([null, null]);
});
