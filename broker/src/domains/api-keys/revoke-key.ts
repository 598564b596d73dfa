import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { writeAudit } from '../audit/index.ts';

/** Ends a key at once, and what watches live with it. Throws not_found when it is none of this member's, or revoked already. */
export async function revokeKey(
  tx: Tx,
  { bus }: Pick<BrokerContext, 'bus'>,
  member: { id: string; name: string; address: string },
  keyId: string,
): Promise<void> {
  const [row] = await readRows(
    tx,
    z.object({ name: z.string(), prefix: z.string() }),
    sql`update api_keys set revoked_at = now()
      where id = ${keyId} and user_id = ${member.id} and revoked_at is null
      returning name, prefix`,
  );
  if (row === undefined) throw fail('not_found');
  await writeAudit(tx, {
    actor: { id: member.id, name: member.name },
    action: 'api_key.revoke',
    targetKind: 'api_key',
    targetId: keyId,
    before: row,
    address: member.address,
  });
  tx.afterCommit(() => bus.emit('session_ended', { sessionId: keyId, userId: member.id }));
}
