import type { Passkey } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';

const Row = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: PgTimestamp,
  lastUsedAt: PgTimestamp.nullable(),
  synced: z.boolean(),
  canRemove: z.boolean(),
});

/** The member's passkeys, the oldest first. */
export async function listPasskeys(db: Db | Tx, userId: string): Promise<Passkey[]> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select p.id, p.name, p.created_at as "createdAt", p.last_used_at as "lastUsedAt", p.synced,
        exists (select 1 from passkeys o where o.user_id = p.user_id and o.id <> p.id) or exists (
          select 1 from identities i
          where i.user_id = p.user_id and (i.issuer <> 'credential' or i.password is not null)
        ) as "canRemove"
      from passkeys p where p.user_id = ${userId} order by p.created_at, p.id`,
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}

/** One of the member's passkeys. @throws not_found, also for another member's */
export async function findPasskey(db: Db | Tx, userId: string, id: string): Promise<Passkey> {
  const found = (await listPasskeys(db, userId)).find((passkey) => passkey.id === id);
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
