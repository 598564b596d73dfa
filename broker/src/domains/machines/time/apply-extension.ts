import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { captureCharge } from '../../wallet/index.ts';
import { appendEvent } from '../life/append-event.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { tellHolder } from '../life/tell-holder.ts';
import { withdrawWarnings } from '../life/tell-owner.ts';
import type { PendingExtension } from './read-pending-extension.ts';

/** The lab gave the time: the coins are earned and the end moves. The warnings before the end are given anew. */
export async function applyExtension(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machine: LockedMachine,
  extension: PendingExtension,
  actor: string,
): Promise<void> {
  const { minutes, price, automatic } = extension;
  await tx.execute(sql`
    update machine_extensions set state = 'applied', decided_at = now() where id = ${extension.id} and state = 'pending'
  `);
  await tx.execute(sql`
    update machines set expires_at = expires_at + ${minutes} * interval '1 minute', last_warning_minutes = null
    where id = ${machine.id}
  `);
  await withdrawWarnings(tx, machine);
  if (await captureCharge(tx, extension.chargeId, actor)) {
    await appendEvent(tx, ctx, machine.id, { kind: 'charge', state: 'captured', price, refunded: 0 });
  }
  await appendEvent(tx, ctx, machine.id, {
    kind: 'extension',
    state: 'applied',
    minutes,
    price,
    automatic,
    text: null,
  });
  await tellHolder(tx, ctx, machine.id);
  tx.afterCommit(() => ctx.metrics.extensions.inc({ outcome: 'applied' }));
}
