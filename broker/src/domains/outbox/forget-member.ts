import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** Deletes what stands here of a member whose account is deleted: messages, and their webhook. */
export async function forgetMemberMessages(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`delete from outbox where user_id = ${userId}`);
  await tx.execute(sql`delete from discord_webhooks where user_id = ${userId}`);
}
