import { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sshRun } from './harness/ssh.ts';
import { waitUntil } from './harness/wait-until.ts';
import { startWorld, type World } from './harness/world.ts';

const product = 'Linux small';
const price = 10;
const welcome = 50;

/**
 * Kills one process with SIGKILL in each step of provisioning and starts it again. Whatever the step, the machine must end
 * `ready` (and then work) or `failed` with a full refund, the lab must be left with nothing, and the ledger must verify.
 */
export function describeCrashMatrix(actor: 'worker' | 'broker'): void {
  describe(`kill -9 of the ${actor}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld({ capacity: 1 });
      // Every page takes a little, so that each step lasts long enough to be hit.
      await world.setLabSwitches({ slow: { ms: 100 } });
    }, 120_000);
    afterAll(async () => world.stop(), 60_000);

    test.each(ProvisionStep.options)(
      'in %s ends ready or refunded, with nothing left at the lab',
      async (step) => {
        const member = await world.register();
        const bought = await member.buy(product);
        await waitUntil(`step ${step} to run`, () => isBegun(world, bought.id, step), { everyMs: 10 });
        await killAndRestart(world, actor);

        const settled = await member.waitFor(
          bought.id,
          'ready or failed after the crash',
          (machine) => machine.state === 'ready' || machine.state === 'failed',
          90_000,
        );
        if (settled.state === 'ready') {
          expect(await world.runningAtTheLab(), 'one machine at the lab and no second').toHaveLength(1);
          const answer = await sshRun(await member.endpoint(bought.id), 'id -un');
          expect(answer).toMatchObject({ code: 0 });
          const stop = await member.request('POST', `/api/v1/machines/${bought.id}/stop`);
          expect(stop.status).toBeLessThan(300);
          await member.waitFor(bought.id, 'the end', (machine) => machine.endedAt !== null);
        } else {
          expect(settled.charge?.state).toBe('released');
        }

        await waitUntil(
          "the lab's confirmation of the end",
          async () => ((await openLabSessions(world, bought.id)) === 0 ? true : null),
          { timeoutMs: 60_000, everyMs: 200 },
        );
        await waitUntil('free seats and slots', async () => ((await claims(world)) === 0 ? true : null), {
          everyMs: 200,
        });
        expect(await world.runningAtTheLab()).toEqual([]);
        const wallet = await member.wallet();
        expect(wallet.heldEarned + wallet.heldBought).toBe(0);
        expect(wallet.availableEarned).toBe(settled.state === 'ready' ? welcome - price : welcome);
      },
      180_000,
    );

    test('in whichever step, every wallet and charge adds up from the transfers of all of them', async () => {
      const [row] = await world.query<{ members: number }>('select count(*)::int as members from wallets');
      expect(row?.members).toBe(ProvisionStep.options.length);
      await world.coinslot('ledger', 'verify');
    });
  });
}

async function killAndRestart(world: World, actor: 'worker' | 'broker'): Promise<void> {
  const victim = world[actor];
  victim.signal('SIGKILL');
  await victim.exited;
  await (actor === 'worker' ? world.startWorker() : world.startBroker());
}

async function isBegun(world: World, machineId: string, step: ProvisionStep): Promise<true | null> {
  const rows = await world.query(
    "select 1 from machine_events where machine_id = $1 and kind = 'step' and data ->> 'step' = $2",
    [machineId, step],
  );
  return rows.length > 0 ? true : null;
}

async function openLabSessions(world: World, machineId: string): Promise<number> {
  const rows = await world.query("select id from lab_sessions where machine_id = $1 and state <> 'ended'", [
    machineId,
  ]);
  return rows.length;
}

async function claims(world: World): Promise<number> {
  const [row] = await world.query<{ n: number }>(
    'select ((select coalesce(sum(used), 0) from workers) + (select coalesce(sum(in_use), 0) from seats))::int as n',
  );
  return row?.n ?? 0;
}
