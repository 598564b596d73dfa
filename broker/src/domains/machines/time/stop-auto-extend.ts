import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';

/** Auto-extend switches itself off and says why: it is not tried again until its owner switches it on. */
export async function stopAutoExtend(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machineId: string,
  text: string,
): Promise<void> {
  const { rowCount } = await tx.execute(sql`
    update machines set auto_extend = false, auto_extend_stopped = ${text} where id = ${machineId} and auto_extend
  `);
  if (rowCount === 0) return;
  await appendEvent(tx, ctx, machineId, { kind: 'auto_extend', enabled: false, text });
}
