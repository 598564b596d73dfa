import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MachineWorld, openMachineWorld, readyReport } from '../testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

test('a machine with the host key of an earlier one on its seat opens to nobody, and its seat is closed', async () => {
  const member = await world.broker.register();
  const product = await world.makeProduct(10);
  await world.rows(
    sql`update seats set disabled_at = now(), disabled_reason = 'test' where username <> 'seat-0'`,
  );
  async function bringUp(recipe: string): Promise<string> {
    const { id } = await world.buy(member, product);
    const hold = await world.assign(id);
    await world.rows(sql`update labs set recipe = ${recipe}`);
    const labSessionId = await world.startLabSession(hold);
    await world.report(hold, readyReport());
    const { state } = (await member.get(`/api/v1/machines/${id}`)).body as { state: string };
    if (state === 'ready') {
      await member.post(`/api/v1/machines/${id}/stop`);
      await world.report(hold, { kind: 'lab_session_ending', labSessionId });
      await world.report(hold, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
    } else expect((await member.get(`/api/v1/machines/${id}/endpoints`)).body).toEqual({ items: [] });
    return state;
  }
  // Where the machine's SSH server is not the member's, a lab may have reasons to keep its key.
  expect(await bringUp('bundled')).toBe('ready');
  expect(await bringUp('bundled')).toBe('ready');
  expect(await bringUp('jupyter')).not.toBe('ready');
  expect(await world.rows(sql`select disabled_reason from seats where username = 'seat-0'`)).toEqual([
    { disabled_reason: expect.stringContaining('host key of an earlier one') },
  ]);
});
