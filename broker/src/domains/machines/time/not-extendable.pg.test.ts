import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';
import { bringUpMachine, type ReadyMachine } from '../testing/ready-machines.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

const terms = { extension: { minutes: 30, price: 6 } };

test('who cannot have more time is told why', async () => {
  const refusal = async (machine: ReadyMachine) => {
    const { status, body } = await machine.ask('extend');
    return { status, ...(body as { code: string; detail: string }) };
  };
  const without = await bringUpMachine(world);
  expect((await without.view()).extension).toBeNull();
  expect(await refusal(without)).toMatchObject({ detail: 'This product does not offer more time.' });

  const bounded = await bringUpMachine(world, { ...terms, maxLifeMinutes: 80 });
  expect((await bounded.view()).extension).toMatchObject({ canExtend: false, whyNot: 'max_life' });
  expect(await refusal(bounded)).toMatchObject({
    status: 409,
    code: 'machine_not_extendable',
    detail: 'A machine of this product runs for 80 minutes at most.',
  });

  const late = await bringUpMachine(world, terms);
  await late.endsIn('9 seconds');
  expect((await late.view()).extension).toMatchObject({ whyNot: 'too_late' });
  expect(await refusal(late)).toMatchObject({ detail: expect.stringContaining('too near') });

  const poor = await bringUpMachine(world, { extension: { minutes: 30, price: 41 } });
  expect(await refusal(poor)).toMatchObject({ code: 'insufficient_coins' });
  expect((await poor.view()).extension).toMatchObject({ pending: null });

  const other = await world.broker.register();
  const foreign = await other.post(`/api/v1/machines/${late.id}/extend`);
  expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('the page offers no time that would be refused: what the lab, its seat or the worker forbids is said there too', async () => {
  const machine = await bringUpMachine(world, terms);
  const seat = sql`id = (select seat_id from machines where id = ${machine.id})`;
  const closedNow = sql`int4multirange(int4range(0, week_minute('UTC', now() + interval '1 hour') + 1))`;
  const forbidden = [
    {
      sets: sql`update seats set max_minutes = 80 where ${seat}`,
      clears: sql`update seats set max_minutes = null where ${seat}`,
      whyNot: 'seat',
      detail: 'Our account at the lab may not be used for so long. Buy another machine instead.',
    },
    {
      sets: sql`update seats set open_minutes = ${closedNow} where ${seat}`,
      clears: sql`update seats set open_minutes = '{}' where ${seat}`,
      whyNot: 'seat',
      detail: 'Our account at the lab may not be used for so long. Buy another machine instead.',
    },
    {
      sets: sql`update seats set disabled_at = now(), disabled_reason = 'refused' where ${seat}`,
      clears: sql`update seats set disabled_at = null, disabled_reason = null where ${seat}`,
      whyNot: 'seat_closed',
      detail: 'Our account at the lab was taken out of use. Buy another machine instead.',
    },
    {
      sets: sql`update labs set disabled_at = now(), disabled_reason = 'closed'`,
      clears: sql`update labs set disabled_at = null, disabled_reason = null`,
      whyNot: 'lab_closed',
      detail: 'This lab is closed just now.',
    },
  ];
  for (const { sets, clears, whyNot, detail } of forbidden) {
    expect((await machine.view()).extension).toMatchObject({ canExtend: true, whyNot: null });
    await world.rows(sets);
    expect((await machine.view()).extension).toMatchObject({ canExtend: false, whyNot });
    expect((await machine.view()).restart).toMatchObject({ canRestart: whyNot.startsWith('seat') });
    if (!whyNot.startsWith('seat'))
      expect(await machine.ask('restart')).toMatchObject({ status: 409, body: { detail } });
    expect(await machine.ask('extend')).toMatchObject({
      status: 409,
      body: { code: 'machine_not_extendable', detail },
    });
    await world.rows(clears);
  }
});
