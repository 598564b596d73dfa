import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { createBus } from '../../../live/bus.ts';
import { startFleetWorld } from '../testing/fleet-world.ts';
import { allocateMachines } from './allocate-machines.ts';

const longAgoMs = 3_600_000;

test('four brokers place two thousand machines at once: none twice, no slot and no seat too much, workers within one of each other', async () => {
  const world = await startFleetWorld({}, { loops: false });
  const { ctx } = world.broker;
  await ctx.db.execute(sql`
    insert into workers (pool_id, name, public_key, capacity, session_id, connected_since, last_seen_at, went_idle_at)
    select ${world.poolId}::uuid, 'w' || n, 'k' || n, 20, gen_random_uuid(), now(), now() + interval '1 hour',
      now() - n * interval '1 second'
    from generate_series(1, 80) n
  `);
  await ctx.db.execute(sql`update seats set max_concurrent = 1500`);
  await ctx.db.execute(sql`
    insert into users (id, name, email) select gen_random_uuid(), 'm' || n, 'm' || n || '@example.org' from generate_series(1, 40) n
  `);
  await ctx.db.execute(sql`
    insert into machines (id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, queue_deadline_at)
    select gen_random_uuid(), u.id, p.id, p.pool_id, p.lab_id, 'm', 't', p.duration_minutes, 0, now() + interval '1 hour'
    from users u cross join generate_series(1, 50) cross join (select * from products order by name limit 1) p
    where u.name like 'm%'
  `);
  const brokers = Array.from({ length: 4 }, () => ({ ...ctx, bus: createBus(() => undefined) }));
  const placed = await Promise.all(
    brokers.map(async (broker) => {
      for (let total = 0; ;) {
        const round = await allocateMachines(broker, { startedAgoMs: longAgoMs, orphansToo: false });
        total += round.placed;
        if (!round.isMore) return total;
      }
    }),
  );
  // The seat is the narrowest: fifteen hundred of two thousand.
  expect(placed.reduce((sum, one) => sum + one, 0)).toBe(1_500);
  const [facts] = await readRows(
    ctx.db,
    z.object({
      leases: z.int(),
      machines: z.int(),
      most: z.int(),
      least: z.int(),
      inUse: z.int(),
      turns: z.int(),
    }),
    sql`
      select (select count(*) from leases)::integer as leases, (select count(distinct machine_id) from leases)::integer as machines,
        (select max(used) from workers) as most, (select min(used) from workers) as least,
        (select sum(in_use) from seats)::integer as "inUse",
        (select max(n) - min(n) from (
          select count(*) filter (where state = 'assigned') as n from machines group by owner_id
        ) served)::integer as turns
    `,
  );
  expect(facts).toMatchObject({ leases: 1_500, machines: 1_500, inUse: 1_500 });
  expect((facts?.most ?? 0) - (facts?.least ?? 0)).toBeLessThanOrEqual(1);
  // Nobody was served more than one turn more than anybody else.
  expect(facts?.turns).toBeLessThanOrEqual(1);
  // It recounts every slot, seat and machine.
  await ctx.db.execute(sql`delete from member_usage`);
  await world.close();
}, 60_000);
