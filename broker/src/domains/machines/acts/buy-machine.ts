import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { claimStock, readProduct } from '../../catalog/index.ts';
import { holdCoins } from '../../wallet/index.ts';
import { appendEvent } from '../life/append-event.ts';
import { randomMachineName } from '../machine-name.ts';
import { machines } from '../tables.ts';

/**
 * Buys one machine: limits, coins, charge and queue place, all in the caller's transaction.
 *
 * @returns the machine's id
 * @throws not_found, product_unavailable, queue_full, active_machine_limit, out_of_stock, insufficient_coins, wallet_owes
 */
export async function buyMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  purchase: { memberId: string; productId: string },
): Promise<string> {
  const product = await readProduct(tx, purchase.productId);
  if (!product) throw fail('not_found', { detail: 'There is no such product.' });
  refuseUnavailable(product.unavailable);
  await refuseFullQueue(tx, ctx);
  await countMachine(tx, ctx, purchase.memberId);
  const stock = await claimStock(tx, product.id);
  if (stock === 'none_left') throw fail('out_of_stock');

  const machineId = randomUUID();
  await tx.insert(machines).values({
    id: machineId,
    ownerId: purchase.memberId,
    productId: product.id,
    poolId: product.poolId,
    labId: product.labId,
    name: randomMachineName(),
    template: product.template,
    durationMinutes: product.durationMinutes,
    price: product.price,
    refundsUnusedOnStop: product.refundsUnusedOnStop,
    stockCounted: stock === 'counted',
    queueDeadlineAt: sql`now() + ${ctx.config.machines.queueDeadlineMs} * interval '1 millisecond'`,
  });
  await holdCoins(tx, {
    userId: purchase.memberId,
    machineId,
    chargeKind: 'purchase',
    price: product.price,
    actor: `member:${purchase.memberId}`,
  });
  await appendEvent(tx, ctx, machineId, { kind: 'requested' });
  await appendEvent(tx, ctx, machineId, { kind: 'charge', state: 'held', price: product.price, refunded: 0 });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return machineId;
}

function refuseUnavailable(why: string | null): void {
  if (why === 'out_of_stock') throw fail('out_of_stock');
  if (why !== null) throw fail('product_unavailable', { params: { reason: why } });
}

/** The queue's length protects the broker; it is no right of anybody's, so a count that may be off by a few is enough. */
async function refuseFullQueue(tx: Tx, ctx: Pick<BrokerContext, 'config'>): Promise<void> {
  const most = ctx.config.machines.queueLengthMax;
  const rows = await readRows(
    tx,
    z.object({ waiting: z.int() }),
    sql`select count(*) as waiting from (select 1 from machines where state = 'queued' limit ${most}) queued`,
  );
  if ((rows[0]?.waiting ?? 0) < most) return;
  // Jitter: those who were refused together must not come back together.
  throw fail('queue_full', { retryAfterSeconds: randomInt(5, 31) });
}

/** One statement that counts and refuses: two purchases at once cannot both take the last place. */
async function countMachine(tx: Tx, ctx: Pick<BrokerContext, 'config'>, memberId: string): Promise<void> {
  const limit = ctx.config.machines.activePerMemberMax;
  const { rows } = await tx.execute(sql`
    insert into member_usage as usage (user_id, active_machines)
    select ${memberId}::uuid, 1 where ${limit}::integer > 0
    on conflict (user_id) do update set active_machines = usage.active_machines + 1
      where usage.active_machines < ${limit}
    returning active_machines
  `);
  if (rows.length === 0) throw fail('active_machine_limit', { params: { limit } });
}
