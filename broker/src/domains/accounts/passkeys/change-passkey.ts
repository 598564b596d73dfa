import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { type Db, inTransaction } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { lockUser } from '../lock-user.ts';
import type { Member } from '../member.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import type { OpenProviders } from '../ways-in.ts';
import { findPasskey } from './list-passkeys.ts';

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
  { id, openProviders }: { id: string; openProviders: OpenProviders },
  request: FastifyRequest,
): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await lockUser(tx, member.id);
    const passkey = await findPasskey(tx, member.id, id, openProviders);
    if (!passkey.canRemove) throw fail('last_way_in');
    await tx.execute(sql`delete from passkeys where id = ${id} and user_id = ${member.id}`);
    await tellSecurity(ctx, tx, request, { member, event: 'passkey_removed' });
  });
}
