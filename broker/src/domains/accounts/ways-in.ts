import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';

/**
 * Whether the member could still come in without this identity or passkey: by password, another identity or another passkey. Before
 * taking one away, lock the account (lockUser), so that two that go at once are not both called the other's spare.
 */
export async function hasOtherWayIn(
  db: Db | Tx,
  userId: string,
  without: { identityId: string } | { passkeyId: string },
): Promise<boolean> {
  const identityId = 'identityId' in without ? without.identityId : null;
  const passkeyId = 'passkeyId' in without ? without.passkeyId : null;
  const Row = z.object({ other: z.boolean() });
  const [row] = await readRows(
    db,
    Row,
    sql`
      select exists (
        select 1 from identities
        where user_id = ${userId} and id is distinct from ${identityId}::uuid
          and (issuer <> 'credential' or password is not null)
      ) or exists (
        select 1 from passkeys where user_id = ${userId} and id is distinct from ${passkeyId}::uuid
      ) as other`,
  );
  return row?.other ?? false;
}
