import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { isLastAdmin } from './is-last-admin.ts';
import { lockStandings } from './lock-standing.ts';

/**
 * Refuses to let the last admin go: call it before this member loses the role, is disabled or deleted. Locks standings (lockStandings),
 * so that two who go at once are not both called the other's spare. Does nothing for who is no admin.
 *
 * @throws last_admin
 */
export async function requireAnotherAdmin(tx: Tx, userId: string): Promise<void> {
  await lockStandings(tx);
  const found = await tx.execute(sql`select where ${isLastAdmin(sql`${userId}::uuid`)}`);
  if (found.rowCount !== 0) throw fail('last_admin');
}
