import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { holdCoins } from '../../wallet/index.ts';
import { noteUse } from '../health/note-use.ts';
import { appendEvent } from '../life/append-event.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { tellHolder } from '../life/tell-holder.ts';

/**
 * Sets the coins for more time aside and asks the holder to get it from the lab: `pending` until the lab gave it. The caller has made
 * sure that the machine, locked, can be extended.
 *
 * @throws insufficient_coins, wallet_owes
 */
export async function placeExtension(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  machine: LockedMachine,
  order: { ownerId: string; automatic: boolean; actor: string },
): Promise<void> {
  const { extensionMinutes: minutes, extensionPrice: price } = machine;
  if (minutes === null || price === null) throw new Error('the machine was sold without extensions');
  const { automatic } = order;
  const charge = await holdCoins(tx, {
    userId: order.ownerId,
    machineId: machine.id,
    chargeKind: 'extension',
    price,
    actor: order.actor,
  });
  const { extensionDeadlineMs, extensionExpiryWaitMs } = ctx.config.time;
  // The end waits for it, but not for ever: the deadline is the nearer of the two.
  await tx.execute(sql`
    insert into machine_extensions (id, machine_id, charge_id, minutes, automatic, deadline_at)
    select ${randomUUID()}, id, ${charge.id}, ${minutes}, ${automatic}, least(
      now() + ${extensionDeadlineMs} * interval '1 millisecond',
      expires_at + ${extensionExpiryWaitMs} * interval '1 millisecond'
    ) from machines where id = ${machine.id}
  `);
  await appendEvent(tx, ctx, machine.id, {
    kind: 'extension',
    state: 'pending',
    minutes,
    price,
    automatic,
    text: null,
  });
  await appendEvent(tx, ctx, machine.id, { kind: 'charge', state: 'held', price, refunded: 0 });
  if (!automatic) await noteUse(tx, machine.id);
  await tellHolder(tx, ctx, machine.id);
}
