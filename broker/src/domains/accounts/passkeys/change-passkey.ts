import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { type Db, inTransaction } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { lockUser } from '../lock-user.ts';
import type { Member } from '../member.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import { hasOtherWayIn } from '../ways-in.ts';

/** @throws not_found, also for another member's */
export async function renamePasskey(db: Db, userId: string, id: string, name: string): Promise<void> {
  const renamed = await db.execute(sql`
    update passkeys set name = ${name} where id = ${id} and user_id = ${userId}`);
  if (renamed.rowCount !== 1) throw fail('not_found');
}

/** @throws not_found, also for another member's; last_way_in */
export async function removePasskey(
  ctx: SecurityContext,
  member: Member,
  id: string,
  request: FastifyRequest,
): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await lockUser(tx, member.id);
    const removed = await tx.execute(sql`delete from passkeys where id = ${id} and user_id = ${member.id}`);
    if (removed.rowCount !== 1) throw fail('not_found');
    if (!(await hasOtherWayIn(tx, member.id, { passkeyId: id }))) throw fail('last_way_in');
    await tellSecurity(ctx, tx, request, { member, event: 'passkey_removed' });
  });
}
