import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { type Actor, writeAudit } from '../audit/index.ts';

const Revoked = z.object({ id: z.uuid(), name: z.string(), prefix: z.string() });

/**
 * Ends every key of a member at once, and what programs may still fetch of their approvals: for who signs out everywhere, since a thief of
 * the account may have made one. Returns how many keys there were.
 */
export async function revokeKeysOf(
  tx: Tx,
  { bus }: Pick<BrokerContext, 'bus'>,
  { userId, actor, address = null }: { userId: string; actor: Actor; address?: string | null },
): Promise<number> {
  // The grants first, as deliverGrant locks them: whoever delivers one meanwhile has its key among those below.
  await tx.execute(sql`
    update device_grants set state = 'denied' where decided_by = ${userId} and state = 'approved'`);
  const revoked = await readRows(
    tx,
    Revoked,
    sql`
      update api_keys set revoked_at = now()
      where user_id = ${userId} and revoked_at is null and expires_at > now()
      returning id, name, prefix`,
  );
  for (const { id, name, prefix } of revoked) {
    await writeAudit(tx, {
      actor,
      action: 'api_key.revoke',
      targetKind: 'api_key',
      targetId: id,
      before: { name, prefix },
      address,
    });
  }
  tx.afterCommit(() => {
    for (const { id } of revoked) bus.emit('session_ended', { sessionId: id, userId });
  });
  return revoked.length;
}
