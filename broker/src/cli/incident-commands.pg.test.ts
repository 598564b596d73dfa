import { IncidentList } from '@coinslot/shared/http/admin-incidents.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type MachineWorld,
  openMachineWorld,
  requireBalance,
} from '../domains/machines/testing/machine-world.ts';
import { runProcess } from '../testing/run-process.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

/** Types a command on the server's terminal. */
async function type(...args: string[]): Promise<{ code: number | null; says: string }> {
  const { config, databaseUrl } = world.broker.ctx;
  const run = runProcess('cli.ts', ['incident', ...args], {
    DATABASE_URL: databaseUrl,
    COINSLOT_DATA_DIR: config.dataDir,
    NODE_ENV: 'test',
  });
  return { code: await run.ended, says: run.output() };
}

test('at two in the morning, without a page: a stuck machine is settled, its coins go back, and both are audited', async () => {
  const member = await world.broker.register('Grace');
  const { id } = await world.buy(member, await world.makeProduct(10));
  const before = (await member.me()).wallet.availableEarned;
  await world.rows(
    sql`update machines set queue_deadline_at = now() - interval '10 minutes' where id = ${id}`,
  );
  const incident = `machine_stuck:${id}`;
  const list = await type('list', '--json');
  expect(IncidentList.shape.items.parse(JSON.parse(list.says))).toMatchObject([{ id: incident }]);

  const reason = ['--reason', 'the queue hangs'];
  expect(await type('settle', incident, ...reason)).toEqual({
    code: 0,
    says: 'The machine is over, and what was due is given back.\n',
  });
  expect((await member.me()).wallet.availableEarned).toBe(before + 10);
  await requireBalance(world);
  const noted = await world.rows(sql`
    select actor_name, reason from audit_log where action = 'machine.settle' and target_id = ${id}`);
  expect(noted).toEqual([{ actor_name: 'operator', reason: 'the queue hangs' }]);
  // It is over: the incident is no more, and nothing is done twice.
  expect(await type('settle', incident, ...reason)).toMatchObject({ code: 1 });
  expect((await member.me()).wallet.availableEarned).toBe(before + 10);
}, 60_000);
