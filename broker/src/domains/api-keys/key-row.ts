import { type ApiKey, ApiKeyEndedReason, ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { PgTimestamp } from '../../database/pg-types.ts';

/** The columns of `api_keys` that its member may see. */
export const keyColumns = sql`id, name, prefix, scopes, created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", last_used_address as "lastUsedAddress", ended_reason as "endedReason"`;

export const KeyRow = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: PgTimestamp,
  expiresAt: PgTimestamp,
  lastUsedAt: PgTimestamp.nullable(),
  lastUsedAddress: z.string().nullable(),
  endedReason: ApiKeyEndedReason.nullable(),
});
export type KeyRow = z.infer<typeof KeyRow>;

export function toApiKey(row: KeyRow): ApiKey {
  return {
    ...row,
    scopes: knownScopes(row.scopes),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

/** A scope that this version does not know allows nothing. */
export function knownScopes(names: readonly string[]): ApiKeyScope[] {
  return names.flatMap((name) => ApiKeyScope.safeParse(name).data ?? []);
}
