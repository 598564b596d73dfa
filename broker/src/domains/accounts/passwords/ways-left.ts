import type { WaysLeft } from '@coinslot/shared/http/account-security.ts';
import { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';

/** What opens the account beside its password. */
export async function readWaysLeft(tx: Tx, userId: string): Promise<WaysLeft> {
  const providers = await readRows(
    tx,
    z.object({ provider: SignInProvider }),
    sql`
      select issuer as provider from identities
      where user_id = ${userId} and issuer = any(${sql.param(SignInProvider.options)}::text[]) order by created_at, id`,
  );
  const [passkeys] = await readRows(
    tx,
    z.object({ count: z.int() }),
    sql`select count(*)::integer as count from passkeys where user_id = ${userId}`,
  );
  return { providers: providers.map(({ provider }) => provider), passkeys: passkeys?.count ?? 0 };
}

/**
 * Takes away what opens the account beside its password. Of an account whose address nobody had proven: somebody else may have made it
 * and have waited for its owner. The second factor stays: it lets nobody in.
 */
export async function removeOtherWays(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`delete from identities where user_id = ${userId} and issuer <> 'credential'`);
  await tx.execute(sql`delete from passkeys where user_id = ${userId}`);
}
