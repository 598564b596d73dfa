import { knownPermissions } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readNamed } from '../../database/db.ts';
import { hashToken } from '../../secrets/tokens.ts';
import type { Member } from '../accounts/index.ts';
import { knownScopes } from './key-row.ts';
import { credentialOf } from './key-secret.ts';

/**
 * Whom a key speaks for, or null: unknown, expired, revoked, or the account is disabled. No cache: an end counts at once, at every
 * broker. Without the scope `admin` the member's roles give the key nothing. Notes when and from where it was used, once a minute.
 */
export async function readKeyMember(
  db: Db,
  secret: string,
  address: string,
): Promise<{ member: Member; credential: string } | null> {
  const [row] = await readNamed(db, Row, workingKey, [hashToken(secret)]);
  if (row === undefined) return null;
  const { keyId, scopes, permissions, isUseDue, ...member } = row;
  if (isUseDue) await noteUse(db, keyId, address);
  const known = knownScopes(scopes);
  return {
    member: {
      ...member,
      permissions: known.includes('admin') ? knownPermissions(permissions) : [],
      sessionId: keyId,
      fresh: false,
      viewer: null,
      apiKey: { id: keyId, scopes: known },
    },
    credential: credentialOf(secret),
  };
}

async function noteUse(db: Db, keyId: string, address: string): Promise<void> {
  await db.execute(sql`
    update api_keys set last_used_at = now(), last_used_address = ${address}
    where id = ${keyId} and (last_used_at is null or last_used_at < now() - interval '1 minute')`);
}

const Row = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  secondFactor: z.boolean(),
  keyId: z.uuid(),
  scopes: z.array(z.string()),
  permissions: z.array(z.string()),
  isUseDue: z.boolean(),
});

const workingKey = {
  name: 'working_key',
  text: `
    select u.id, u.name, u.email, u.email_verified as "emailVerified", k.id as "keyId", k.scopes,
      exists (
        select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null
      ) as "secondFactor",
      k.last_used_at is null or k.last_used_at < now() - interval '1 minute' as "isUseDue",
      array(
        select distinct unnest(r.permissions) from user_roles ur join roles r on r.name = ur.role_name where ur.user_id = u.id
      ) as permissions
    from api_keys k join users u on u.id = k.user_id
    where k.secret_hash = $1 and k.revoked_at is null and k.expires_at > now() and u.disabled_at is null`,
};
