import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { releaseCharge } from '../../wallet/index.ts';
import { appendEvent } from '../life/append-event.ts';
import { tellHolder } from '../life/tell-holder.ts';
import type { PendingExtension } from './read-pending-extension.ts';
import { stopAutoExtend } from './stop-auto-extend.ts';

export interface Refusal {
  /** Why, for the owner. */
  text: string;
  actor: string;
}

/** The time was not given: the coins go back, and auto-extend does not try again by itself. */
export async function refuseExtension(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machineId: string,
  extension: PendingExtension,
  refusal: Refusal,
): Promise<void> {
  await payExtensionBack(tx, ctx, machineId, extension, refusal);
  if (extension.automatic) await stopAutoExtend(tx, ctx, machineId, refusal.text);
  await tellHolder(tx, ctx, machineId);
}

/** The same when the machine ends: there is nobody to be told and nothing to be tried again. */
export async function payExtensionBack(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machineId: string,
  { id, chargeId, minutes, price, automatic }: PendingExtension,
  { text, actor }: Refusal,
): Promise<void> {
  await tx.execute(sql`
    update machine_extensions set state = 'refused', detail = ${text}, decided_at = now()
    where id = ${id} and state = 'pending'
  `);
  if (await releaseCharge(tx, chargeId, actor, text)) {
    await appendEvent(tx, ctx, machineId, { kind: 'charge', state: 'released', price, refunded: 0 });
  }
  await appendEvent(tx, ctx, machineId, {
    kind: 'extension',
    state: 'refused',
    minutes,
    price,
    automatic,
    text,
  });
  tx.afterCommit(() => ctx.metrics.extensions.inc({ outcome: 'refused' }));
}
