import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { shutAccount } from '../shut-account.ts';
import { auditOperator, type OperatorAct } from './operator-act.ts';

/** Shuts the account; its sessions end, and a running broker ends its machines within seconds. @throws last_admin */
export async function operateDisable(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  act: OperatorAct,
): Promise<void> {
  const { member, actorName, reason } = act;
  const endedSessions = await shutAccount(tx, ctx, { userId: member.id, by: actorName, reason });
  await auditOperator(tx, act, 'user.disable', { disabled: true, endedSessions });
}
