import { type ApiKey, type ApiKeyScope, apiKeysPerMemberMax } from '@coinslot/shared/http/api-keys.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { type Actor, writeAudit } from '../audit/index.ts';
import { notify } from '../notifications/index.ts';
import { keyColumns, KeyRow, toApiKey } from './key-row.ts';
import { makeKeySecret } from './key-secret.ts';

export interface NewKey {
  name: string;
  scopes: readonly ApiKeyScope[];
  expiresInDays: number;
  /** How it came to be: made on the page, or by approving a program's sign-in. */
  event: 'api_key_made' | 'device_approved';
}

/**
 * Makes a key for this member, and tells them: by mail too, in case it was somebody else. Its secret is returned here and never again.
 *
 * @throws api_key_limit
 */
export async function createKey(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  member: { id: string; name: string; address: string },
  { name, scopes, expiresInDays, event }: NewKey,
): Promise<{ secret: string; apiKey: ApiKey }> {
  await requireRoomForKey(tx, member.id);
  const { secret, prefix, hash } = makeKeySecret();
  const [row] = await readRows(
    tx,
    KeyRow,
    sql`insert into api_keys (user_id, name, prefix, secret_hash, scopes, expires_at)
      values (${member.id}, ${name}, ${prefix}, ${hash}, ${sql.param([...scopes])}::text[],
        now() + make_interval(days => ${expiresInDays}))
      returning ${keyColumns}`,
  );
  if (row === undefined) throw new Error('the key was not written');
  const actor: Actor = { id: member.id, name: member.name };
  await writeAudit(tx, {
    actor,
    action: 'api_key.create',
    targetKind: 'api_key',
    targetId: row.id,
    after: { name, prefix, scopes, expiresAt: row.expiresAt },
    address: member.address,
  });
  await notify(tx, ctx, {
    userId: member.id,
    kind: 'security',
    params: { event, device: name, address: member.address },
    dedupeKey: row.id,
  });
  return { secret, apiKey: toApiKey(row) };
}

/** Keys of one member are made one after the other, so that two at once cannot pass the limit. Throws api_key_limit. */
export async function requireRoomForKey(tx: Tx, memberId: string): Promise<void> {
  await tx.execute(sql`select id from users where id = ${memberId} for no key update`);
  const { rowCount } = await tx.execute(sql`
    select 1 from api_keys where user_id = ${memberId} and revoked_at is null and expires_at > now()
    limit ${apiKeysPerMemberMax}`);
  if ((rowCount ?? 0) >= apiKeysPerMemberMax)
    throw fail('api_key_limit', { params: { limit: apiKeysPerMemberMax } });
}
