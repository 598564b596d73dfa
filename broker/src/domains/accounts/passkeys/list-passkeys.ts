import type { Passkey } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';
import { canComeIn, type OpenProviders } from '../ways-in.ts';

const Row = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: PgTimestamp,
  lastUsedAt: PgTimestamp.nullable(),
  synced: z.boolean(),
  canRemove: z.boolean(),
});

/** The member's passkeys, the oldest first. */
export async function listPasskeys(
  db: Db | Tx,
  userId: string,
  openProviders: OpenProviders,
): Promise<Passkey[]> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select p.id, p.name, p.created_at as "createdAt", p.last_used_at as "lastUsedAt", p.synced,
        ${canComeIn(sql`p.user_id`, openProviders, { passkeyId: sql`p.id` })} as "canRemove"
      from passkeys p where p.user_id = ${userId} order by p.created_at, p.id`,
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}

/** One of the member's passkeys. @throws not_found, also for another member's */
export async function findPasskey(
  db: Db | Tx,
  userId: string,
  id: string,
  openProviders: OpenProviders,
): Promise<Passkey> {
  const found = (await listPasskeys(db, userId, openProviders)).find((passkey) => passkey.id === id);
  if (found === undefined) throw fail('not_found');
  return found;
}

/** By what their devices know them. */
export async function listPasskeyIds(db: Db | Tx, userId: string): Promise<string[]> {
  const rows = await readRows(
    db,
    z.object({ id: z.string() }),
    sql`select credential_id as id from passkeys where user_id = ${userId}`,
  );
  return rows.map(({ id }) => id);
}
