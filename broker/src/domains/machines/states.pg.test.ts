import { labSessionMoves } from '@coinslot/shared/states/lab-session.ts';
import { machineMoves, MachineState } from '@coinslot/shared/states/machine.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MachineWorld, openMachineWorld } from './testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

function pairs(moves: Record<string, readonly string[]>): string[] {
  return Object.entries(moves)
    .flatMap(([from, to]) => to.map((target) => `${from} → ${target}`))
    .sort();
}

test.each([
  ['machine_state_moves', machineMoves],
  ['lab_session_state_moves', labSessionMoves],
])('the moves in %s are those of the contract', async (table, moves) => {
  const rows = await world.rows(sql`select from_state, to_state from ${sql.identifier(table)}`);
  expect(rows.map((row) => `${String(row.from_state)} → ${String(row.to_state)}`).sort()).toEqual(
    pairs(moves),
  );
});

test('the database refuses every move that the contract does not list, and no other', async () => {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(1));
  // A trigger-free copy of the row in each state, then one update to each other state.
  const put = (state: MachineState) => sql`
    update machines set state = ${state},
      ready_at = now(), expires_at = now(), stopping_at = now(),
      ended_at = ${state === 'stopped' || state === 'failed' ? sql`now()` : sql`null`},
      end_reason = ${['stopping', 'stopped', 'failed'].includes(state) ? sql`'expired'` : sql`null`}
    where id = ${id}`;
  for (const from of MachineState.options) {
    for (const to of MachineState.options) {
      if (from === to) continue;
      const legal = (machineMoves[from] as readonly string[]).includes(to);
      const attempt = world.broker.ctx.db.transaction(async (tx) => {
        await tx.execute(sql`alter table machines disable trigger machines_guard`);
        await tx.execute(put(from));
        await tx.execute(sql`alter table machines enable trigger machines_guard`);
        await tx.execute(
          sql`update machines set state = ${to},
                ended_at = ${to === 'stopped' || to === 'failed' ? sql`now()` : sql`null`},
                end_reason = coalesce(end_reason, ${['stopping', 'stopped', 'failed'].includes(to) ? 'expired' : null})
              where id = ${id}`,
        );
        throw new Error('legal');
      });
      const refusal = await attempt.then(
        () => 'none',
        (error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error),
      );
      expect(`${from} → ${to}: ${refusal}`).toContain(legal ? 'legal' : 'may not go from');
    }
  }
});
