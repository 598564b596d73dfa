import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import type { BrokerContext } from '../../context.ts';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { lockUserBelow } from '../roles/index.ts';
import { openAccount, shutAccount } from './shut-account.ts';

/**
 * An admin shuts the account of a member below them.
 *
 * @throws not_found, not_on_yourself, rank_too_low, last_admin, forbidden
 */
export async function disableUser(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  act: AdminAct,
  { userId, reason }: { userId: string; reason: string },
): Promise<void> {
  const user = await lockUserBelow(tx, act, { userId, permission: 'admin.users.disable' });
  const endedSessions = await shutAccount(tx, ctx, { userId, by: act.actor.name, reason });
  await writeAudit(tx, {
    ...act,
    action: 'user.disable',
    targetKind: 'user',
    targetId: userId,
    reason,
    before: { disabled: user.disabled },
    after: { disabled: true, endedSessions },
  });
}

/**
 * An admin opens such an account again.
 *
 * @throws not_found, not_on_yourself, rank_too_low, forbidden
 */
export async function enableUser(
  tx: Tx,
  act: AdminAct,
  { userId, reason }: { userId: string; reason: string },
): Promise<void> {
  const user = await lockUserBelow(tx, act, { userId, permission: 'admin.users.disable' });
  if (!(await openAccount(tx, userId))) {
    throw fail('still_in_use', { detail: saidSentences.account_leaving });
  }
  await writeAudit(tx, {
    ...act,
    action: 'user.enable',
    targetKind: 'user',
    targetId: userId,
    reason,
    before: { disabled: user.disabled },
    after: { disabled: false },
  });
}
