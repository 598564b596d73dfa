import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { endSessionsOf } from '../../accounts/index.ts';
import { revokeKeysOf } from '../../api-keys/index.ts';
import { auditOperator, type OperatorAct } from './operator-act.ts';

/** Ends all sessions and revokes all API keys. Returns how many of each. */
export async function operateSignOut(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: OperatorAct,
): Promise<{ sessions: number; keys: number }> {
  const { id: userId } = act.member;
  const sessions = await endSessionsOf(ctx, tx, { userId });
  const keys = await revokeKeysOf(tx, ctx, { userId, actor: { id: null, name: act.actorName } });
  await auditOperator(tx, act, 'user.end_sessions', { endedSessions: sessions, revokedKeys: keys });
  return { sessions, keys };
}
