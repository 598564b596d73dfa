import type pg from 'pg';
import type { HouseSize } from '../house-size.ts';
import { makeMachines, stockHouse, surroundMachines } from './machines.ts';
import { makeAnnouncements, makeAudit, makeMessages } from './messages.ts';
import { chargeMachines, countWelcomes, makeVouchers, moveCoins, redeemVouchers } from './money.ts';
import { makeAdmin, makeMembers, surroundMembers } from './people.ts';

/** Fills a fresh database, in one transaction, with members, machines, coins, messages and the marks of admins; one of them is signed in. */
export async function fillHouse(
  database: pg.Client,
  { size, adminToken }: { size: HouseSize; adminToken: string },
): Promise<void> {
  const steps: [statement: string, values?: unknown[]][] = [
    [makeMembers, [size.members]],
    [makeAdmin, [adminToken]],
    ...all(surroundMembers),
    ...all(stockHouse),
    // The planner knows nothing of these tables yet, and would read members for each machine.
    ['analyze'],
    [makeMachines, [size.machines, size.members]],
    ['analyze'],
    ...all(surroundMachines),
    [makeVouchers, [size.vouchers]],
    ...all(redeemVouchers),
    [chargeMachines],
    [moveCoins, [size.transfers, size.members]],
    ...all(countWelcomes),
    ...all(makeMessages),
    [makeAnnouncements, [size.announcements]],
    [makeAudit, [size.auditLines]],
  ];
  await database.query('begin');
  for (const [statement, values] of steps) await database.query(statement, values);
  await database.query('commit');
  await database.query('vacuum analyze');
  // Every transfer wrote a wallet anew, all in one transaction: nothing could be cleaned up between, as it is in life.
  await database.query('vacuum (full, analyze) wallets');
}

function all(statements: string[]): [string][] {
  return statements.map((statement) => [statement]);
}
