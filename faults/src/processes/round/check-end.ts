import { Machine } from '@coinslot/shared/http/machines.ts';
import { Wallet } from '@coinslot/shared/http/wallet.ts';
import { verifyFleet } from '../../../../broker/src/domains/fleet/testing/verify-fleet.ts';
import { verifyLedger } from '../../../../broker/src/domains/wallet/index.ts';
import type { Member } from '../../../../e2e/harness/member.ts';
import { waitUntil } from '../../../../e2e/harness/wait-until.ts';
import { Violation } from '../../scenario.ts';
import type { World } from '../world/open-world.ts';
import { insist } from './insist.ts';
import { isKeptRightly } from './may-keep.ts';
import { readMemberStop } from './read-member-stop.ts';
import { labelOf, type Outcome } from './settle.ts';

const welcome = 50;
const patience = { timeoutMs: 60_000, everyMs: 150 };

/** Ends a machine that runs, and looks that nothing is left of it: at the lab, of seats and slots, and of its coins. */
export async function checkEverythingEnded(
  world: World,
  member: Member,
  { id, outcome }: { id: string; outcome: Outcome },
): Promise<void> {
  if (outcome === 'ready') await insist(member, 'POST', `/api/v1/machines/${id}/stop`, {});
  await eventually('its end', async () =>
    (await member.machine(id)).endedAt !== null ? null : 'it goes on',
  );
  await eventually('the lab confirms every end', () => readOpenSessions(world, id));
  await eventually('the lab runs nothing of it', async () => {
    const left = (await world.runningAtTheLab()).filter((label) => label.startsWith(labelOf(id)));
    return left.length === 0 ? null : left.join(', ');
  });
  await eventually('seats and slots are free', () => readClaims(world));
  await checkCoins(world, member, id);
}

/** Waits until nothing is left to say. */
async function eventually(promise: string, ask: () => Promise<string | null>): Promise<void> {
  let last = '';
  await waitUntil(
    promise,
    async () => {
      last = (await ask()) ?? '';
      return last === '' ? true : null;
    },
    patience,
  ).catch((error: unknown) => {
    throw new Violation(`not in time: ${promise}`, { last, error: String(error) });
  });
}

async function readOpenSessions({ db }: World, id: string): Promise<string | null> {
  const query = "select state from lab_sessions where machine_id = $1 and state <> 'ended'";
  const { rows } = await db.$client.query<{ state: string }>(query, [id]);
  return rows.length === 0 ? null : rows.map(({ state }) => state).join(', ');
}

async function readClaims({ db }: World): Promise<string | null> {
  const differences = await verifyFleet(db);
  if (differences.length > 0) return differences.join('; ');
  const { rows } = await db.$client.query<{ claims: number }>(
    'select ((select sum(used) from workers) + (select sum(in_use) from seats))::int as claims',
  );
  return rows[0]?.claims === 0 ? null : `${rows[0]?.claims} in use`;
}

async function checkCoins({ db }: World, member: Member, id: string): Promise<void> {
  const { charge, readyAt, endReason } = await member.get(`/api/v1/machines/${id}`, Machine);
  const wallet = await member.get('/api/v1/wallet', Wallet);
  const facts = { charge, readyAt, endReason, wallet };
  if (charge === null) throw new Violation('a machine without a charge', facts);
  const kept = charge.state === 'captured' ? charge.price - charge.refunded : 0;
  if (wallet.heldEarned + wallet.heldBought !== 0) throw new Violation('coins are still set aside', facts);
  if (wallet.availableEarned + wallet.availableBought !== welcome - kept)
    throw new Violation('the wallet does not say what the charge says', facts);
  if (readyAt === null && charge.state !== 'released')
    throw new Violation('paid for a machine that never was ready', facts);
  if (endReason === 'member_stopped') {
    const stop = await readMemberStop(db, id);
    if (!isKeptRightly(stop)) throw new Violation('not what the terms say was kept', { ...facts, stop });
  }
  // It had hardly begun: all but the minutes until now come back.
  if (readyAt !== null && endReason !== 'member_stopped' && kept > 1)
    throw new Violation('the unused time was not given back', facts);
  const { imbalanceCoins, differences } = await verifyLedger(db);
  if (imbalanceCoins !== 0 || differences.length > 0)
    throw new Violation('the ledger does not add up', { imbalanceCoins, differences });
}
