import { ChargeState } from '@coinslot/shared/states/charge.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { refundCharge, releaseCharge, unusedCoins } from '../../wallet/index.ts';
import { recipeCan } from '../recipe-can.ts';
import { readPendingExtension } from '../time/read-pending-extension.ts';
import { payExtensionBack } from '../time/refuse-extension.ts';
import { appendEvent } from './append-event.ts';
import { decideRounding, decideSettlement } from './decide-end.ts';
import type { End } from './end-machine.ts';
import type { LockedMachine } from './lock-machine.ts';
import { splitUnused } from './split-unused.ts';

/**
 * Releases or refunds what a machine cost when its end is decided; each charge at most once, each by its own stretch of time.
 *
 * @returns the coins that came back
 */
export async function settleCharges(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machine: LockedMachine,
  { reason, actor }: Pick<End, 'reason' | 'actor'>,
): Promise<number> {
  const { text } = endReasons[reason];
  const pending = await readPendingExtension(tx, machine.id);
  if (pending !== null) await payExtensionBack(tx, ctx, machine.id, pending, { text, actor });
  const charges = await readCharges(tx, machine);
  const { unusedMs, recipe } = await readUse(tx, machine.id);
  const unused = splitUnused(
    unusedMs,
    charges.map(({ lengthMs }) => lengthMs),
  );
  const { refundsUnusedOnStop } = machine;
  const isDegraded = machine.degradedSince !== null;
  const rounding = decideRounding(reason, { memberCanEnd: recipeCan(recipe, 'memberCanEnd') });
  let back = pending?.price ?? 0;
  for (const [at, charge] of charges.entries()) {
    const settlement = decideSettlement(reason, { state: charge.state, refundsUnusedOnStop, isDegraded });
    const settle = { charge, actor, reason: text };
    if (settlement === 'release') back += await release(tx, ctx, machine, settle);
    if (settlement !== 'refund_unused') continue;
    const times = { unusedMs: unused[at] ?? 0, totalMs: charge.lengthMs };
    back += await refund(tx, ctx, machine, settle, unusedCoins(charge.price, times, rounding));
  }
  return back;
}

interface Settle {
  charge: z.infer<typeof ChargeRow>;
  actor: string;
  reason: string;
}

async function release(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machine: LockedMachine,
  { charge, actor, reason }: Settle,
): Promise<number> {
  if (!(await releaseCharge(tx, charge.id, actor, reason))) return 0;
  const { price } = charge;
  await appendEvent(tx, ctx, machine.id, { kind: 'charge', state: 'released', price, refunded: 0 });
  return price;
}

async function refund(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machine: LockedMachine,
  { charge, actor, reason }: Settle,
  coins: number,
): Promise<number> {
  if (coins === 0) return 0;
  const { price } = charge;
  const refunded = await refundCharge(tx, charge.id, coins, actor, reason);
  await appendEvent(tx, ctx, machine.id, { kind: 'charge', state: 'captured', price, refunded: coins });
  return refunded;
}

/**
 * What is left until the sold end, by the database's clock, never below 0. Time in which nobody could reach the machine was not
 * used: it counts from when that began, or from the last use that was seen since (a terminal that was open goes on working).
 */
async function readUse(tx: Tx, machineId: string): Promise<z.infer<typeof Use>> {
  const [row] = await readRows(
    tx,
    Use,
    sql`
      select l.recipe, greatest(0, coalesce(extract(epoch from m.expires_at - least(
        clock_timestamp(),
        case when m.degraded_since is not null then greatest(m.degraded_since, m.used_at, m.idle_since) end
      )) * 1000, 0))::double precision as "unusedMs"
      from machines m join labs l on l.id = m.lab_id
      where m.id = ${machineId}
    `,
  );
  if (!row) throw new Error('the machine to settle is gone');
  return row;
}

/** The charges that were not given back yet, the one whose time comes last first. */
async function readCharges(tx: Tx, machine: LockedMachine) {
  return readRows(
    tx,
    ChargeRow,
    sql`
      select c.id, c.state, c.price, coalesce(e.minutes, ${machine.durationMinutes}::integer) * 60000 as "lengthMs"
      from charges c left join machine_extensions e on e.charge_id = c.id
      where c.machine_id = ${machine.id} and c.state <> 'released'
      order by c.kind = 'purchase', e.decided_at desc, c.id
    `,
  );
}

const ChargeRow = z.object({ id: z.uuid(), state: ChargeState, price: z.int(), lengthMs: z.int() });

const Use = z.object({ recipe: z.string(), unusedMs: z.number() });
