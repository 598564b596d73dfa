import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { endSessionsOf } from '../../accounts/index.ts';
import { auditOperator, type OperatorAct } from './operator-act.ts';

/** Switches the second factor off, for who lost phone and recovery codes, and ends all sessions. False when there was none. */
export async function operateResetTotp(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: OperatorAct,
): Promise<boolean> {
  const removed = await tx.execute(sql`delete from second_factors where user_id = ${act.member.id}`);
  if (removed.rowCount !== 1) return false;
  await endSessionsOf(ctx, tx, { userId: act.member.id });
  await auditOperator(tx, act, 'user.reset_second_factor', { secondFactor: false });
  return true;
}
