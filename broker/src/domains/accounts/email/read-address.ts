import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';

const Address = z.object({ name: z.string(), email: z.string(), emailVerified: z.boolean() });

/** Name and address of an account that is not disabled. */
export async function readAddress(db: Db | Tx, userId: string): Promise<z.infer<typeof Address> | undefined> {
  const [address] = await readRows(
    db,
    Address,
    sql`
      select name, email, email_verified as "emailVerified" from users
      where id = ${userId} and disabled_at is null`,
  );
  return address;
}
