import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { rankOf } from './rank-of.ts';

const Row = z.object({ id: z.uuid(), name: z.string(), disabled: z.boolean(), rank: z.int() });
export type KnownUser = z.infer<typeof Row>;

/** The member, with the rank that their roles give also while the account is disabled. @throws not_found, also for a deleted account */
export async function requireUser(db: Db | Tx, userId: string): Promise<KnownUser> {
  const [user] = await readRows(
    db,
    Row,
    sql`
      select u.id, u.name, u.disabled_at is not null as disabled,
        ${rankOf(sql`u.id`)} as rank
      from users u where u.id = ${userId} and u.deleted_at is null`,
  );
  if (user === undefined) throw fail('not_found');
  return user;
}
