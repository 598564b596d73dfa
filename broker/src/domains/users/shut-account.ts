import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { endSessionsOf, lockUser } from '../accounts/index.ts';
import { revokeKeysOf } from '../api-keys/index.ts';
import { queueMail } from '../outbox/index.ts';
import { requireAnotherAdmin } from '../roles/index.ts';

const dayMs = 86_400_000;

/**
 * Shuts an account, whoever does it: its sessions end with the commit, its keys and what programs were allowed are void, and a loop ends what
 * it waits for and runs, also after a crash of ours. Once more = the newer reason holds. Whoever has confirmed their address is told the reason by
 * mail: they cannot read it on any page. Returns how many sessions ended.
 *
 * @throws last_admin
 */
export async function shutAccount(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  { userId, by, reason }: { userId: string; by: string; reason: string },
): Promise<number> {
  await requireAnotherAdmin(tx, userId);
  await lockUser(tx, userId);
  const [told] = await readRows(
    tx,
    z.object({ email: z.string(), confirmed: z.boolean() }),
    sql`
    update users set disabled_at = coalesce(disabled_at, now()), disabled_by = ${by}, disabled_reason = ${reason},
      updated_at = now()
    where id = ${userId} returning email, email_verified as confirmed`,
  );
  if (told?.confirmed) {
    await queueMail(tx, ctx, {
      kind: 'account_disabled',
      userId,
      to: told.email,
      params: { reason },
      validForMs: dayMs,
    });
  }
  await revokeKeysOf(tx, ctx, { userId, actor: { id: null, name: by } });
  return await endSessionsOf(ctx, tx, { userId });
}

/** Opens an account again; sessions, keys and machines do not come back. False, and nothing done, when its member has asked for its deletion. */
export async function openAccount(tx: Tx, userId: string): Promise<boolean> {
  const opened = await tx.execute(sql`
    update users set disabled_at = null, disabled_by = null, disabled_reason = null, updated_at = now()
    where id = ${userId} and deletion_requested_at is null`);
  return opened.rowCount === 1;
}
