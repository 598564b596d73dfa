import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** Deletes what stands here of a member whose account is deleted: notifications and choices. */
export async function forgetMemberNotifications(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`delete from notifications where user_id = ${userId}`);
  await tx.execute(sql`delete from notification_choices where user_id = ${userId}`);
  await tx.execute(sql`delete from low_balances where user_id = ${userId}`);
}
