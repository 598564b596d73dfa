import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { endSessionsOf, lockUser } from '../accounts/index.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { lockUserBelow, requireAnotherAdmin } from '../roles/index.ts';

/**
 * Shuts an account: its sessions end with the commit, its keys and live pages are refused from then on. What it waits for and runs is
 * ended by a loop, one machine after the other with its coins, also after a crash of ours. Once more = the newer reason holds.
 *
 * @throws not_found, not_on_yourself, rank_too_low, last_admin, forbidden
 */
export async function disableUser(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  { userId, reason }: { userId: string; reason: string },
): Promise<void> {
  const user = await lockUserBelow(tx, act, { userId, permission: 'admin.users.disable' });
  await requireAnotherAdmin(tx, userId);
  await lockUser(tx, userId);
  await tx.execute(sql`
    update users set disabled_at = coalesce(disabled_at, now()), disabled_by = ${act.actor.name}, disabled_reason = ${reason},
      updated_at = now()
    where id = ${userId}`);
  const endedSessions = await endSessionsOf(ctx, tx, { userId });
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
 * Opens the account again; sessions and machines do not come back.
 *
 * @throws not_found, not_on_yourself, rank_too_low, forbidden
 */
export async function enableUser(
  tx: Tx,
  act: AdminAct,
  { userId, reason }: { userId: string; reason: string },
): Promise<void> {
  const user = await lockUserBelow(tx, act, { userId, permission: 'admin.users.disable' });
  const opened = await tx.execute(sql`
    update users set disabled_at = null, disabled_by = null, disabled_reason = null, updated_at = now()
    where id = ${userId} and deletion_requested_at is null`);
  if (opened.rowCount !== 1) {
    throw fail('still_in_use', { detail: 'The member has asked for this account to be deleted.' });
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
