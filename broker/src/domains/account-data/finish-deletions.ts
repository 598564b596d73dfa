import { keptNames } from '@coinslot/shared/kept-names.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction, readRows, type Tx } from '../../database/db.ts';
import { accountsDeletedTotal } from '../../observability/account-metrics.ts';
import { keepRewardMarks, lockUser } from '../accounts/index.ts';
import { keepVoucherMarks } from '../vouchers/index.ts';
import { closeWallet } from '../wallet/index.ts';
import { forgetSignatures } from './forget-signatures.ts';

const atOnce = 20;

/**
 * Forgets the members who asked for it and have no machine left: coins go back to the house, everything personal is deleted, and what
 * must stay (transfers, machines, audit lines) names nobody. One transaction for each, so that a crash leaves it done or to do.
 *
 * @returns how many were forgotten
 */
export async function finishDeletions(ctx: Pick<BrokerContext, 'db' | 'log'>): Promise<number> {
  const due = await readRows(
    ctx.db,
    z.object({ id: z.uuid() }),
    sql`
      select u.id from users u
      where u.deletion_requested_at is not null and u.deleted_at is null
        and not exists (select 1 from machines m where m.owner_id = u.id and m.ended_at is null)
      order by u.deletion_requested_at limit ${atOnce}`,
  );
  let finished = 0;
  for (const { id } of due) {
    try {
      if (await inTransaction(ctx.db, (tx) => finishDeletion(tx, id))) finished += 1;
    } catch (error) {
      // The others do not wait for this one; the next round tries it again.
      ctx.log.error({ err: error, userId: id }, 'an account could not be deleted yet');
    }
  }
  return finished;
}

/** False when another broker was faster, or coins are still held for what ended a moment ago. */
async function finishDeletion(tx: Tx, userId: string): Promise<boolean> {
  await lockUser(tx, userId);
  const open = await tx.execute(sql`
    select 1 from users where id = ${userId} and deletion_requested_at is not null and deleted_at is null`);
  if (open.rowCount !== 1 || !(await closeWallet(tx, userId))) return false;
  await keepRewardMarks(tx, userId);
  await keepVoucherMarks(tx, userId);
  await forgetAddress(tx, userId);
  await forgetSignatures(tx, userId);
  await tx.execute(sql`select forget_member(${userId})`);
  await tx.execute(sql`
    delete from idempotency_keys where scope = ${`member:${userId}`} and not moves_coins`);
  await tx.execute(sql`
    update users set name = ${keptNames.deleted_member}, email = gen_random_uuid() || '@deleted.invalid', email_verified = false,
      disabled_by = null, disabled_reason = null, deleted_at = now(), updated_at = now()
    where id = ${userId}`);
  await tx.execute(sql`
    update audit_log line set actor_name = ${keptNames.deleted_member}, address = null,
      before = case when not is_about_oneself(line) then before end,
      after = case when not is_about_oneself(line) then after end
    where actor_id = ${userId}`);
  tx.afterCommit(() => accountsDeletedTotal.inc());
  return true;
}

// What was sent or is to be opened before there was an account: it hangs on the address alone.
async function forgetAddress(tx: Tx, userId: string): Promise<void> {
  const own = sql`(select lower(email) from users where id = ${userId})`;
  await tx.execute(sql`delete from outbox where channel = 'mail' and lower(recipient) = ${own}`);
  await tx.execute(sql`delete from email_links where lower(email) = ${own}`);
}
