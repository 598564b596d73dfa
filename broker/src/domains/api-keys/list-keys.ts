import type { ApiKey } from '@coinslot/shared/http/api-keys.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { keyColumns, KeyRow, toApiKey } from './key-row.ts';

/** A member's keys that were not revoked, the newest first. */
export async function listKeys(db: Db, memberId: string): Promise<ApiKey[]> {
  const rows = await readRows(
    db,
    KeyRow,
    sql`select ${keyColumns} from api_keys where user_id = ${memberId} and revoked_at is null
      order by created_at desc, id desc`,
  );
  return rows.map(toApiKey);
}

/** One key of this member. Throws not_found when it is revoked or another's. */
export async function readKey(db: Db, memberId: string, keyId: string): Promise<ApiKey> {
  const [row] = await readRows(
    db,
    KeyRow,
    sql`select ${keyColumns} from api_keys where id = ${keyId} and user_id = ${memberId} and revoked_at is null`,
  );
  if (row === undefined) throw fail('not_found');
  return toApiKey(row);
}
