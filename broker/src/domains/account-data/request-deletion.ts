import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction, readRows } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { endSessionsOf, lockUser, type Member } from '../accounts/index.ts';
import { writeAudit } from '../audit/index.ts';
import { requireAnotherAdmin } from '../roles/index.ts';
import { deletionWords } from './deletion-words.ts';

/**
 * Begins the deletion of the member's own account, for good: it is shut and all its sessions and keys end with this commit. What waits
 * and runs is then ended by the loop for disabled accounts, and finish-deletions.ts does the rest, also after a crash.
 *
 * @throws invalid_request at /typed, last_admin, wallet_owes
 */
export async function requestDeletion(
  ctx: Pick<BrokerContext, 'db' | 'bus'>,
  member: Member,
  typed: string,
  request: FastifyRequest,
): Promise<void> {
  const wanted = deletionWords(member).map((text) => text.trim().toLowerCase());
  if (!wanted.includes(typed.trim().toLowerCase())) {
    throw fail('invalid_request', { fields: { '/typed': 'is neither your e-mail address nor your name' } });
  }
  await inTransaction(ctx.db, async (tx) => {
    await requireAnotherAdmin(tx, member.id);
    await lockUser(tx, member.id);
    const [wallet] = await readRows(
      tx,
      z.object({ owed: z.int() }),
      sql`select owed from wallets where user_id = ${member.id}`,
    );
    if (wallet !== undefined && wallet.owed > 0) {
      throw fail('wallet_owes', { params: { owed: wallet.owed } });
    }
    await tx.execute(sql`
      update users set disabled_at = coalesce(disabled_at, now()), deletion_requested_at = now(), updated_at = now()
      where id = ${member.id} and deletion_requested_at is null`);
    const endedSessions = await endSessionsOf(ctx, tx, { userId: member.id });
    await writeAudit(tx, {
      actor: { id: member.id, name: member.name },
      action: 'account.delete',
      targetKind: 'user',
      targetId: member.id,
      after: { endedSessions },
      address: request.ip,
    });
  });
}
