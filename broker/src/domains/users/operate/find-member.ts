import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import type { KnownMember } from './operator-act.ts';

const Known = z.object({ id: z.uuid(), name: z.string(), email: z.string() });

/** By e-mail address or id. Throws a sentence when there is none. */
export async function findMember(db: Db, who: string): Promise<KnownMember> {
  const [member] = await readRows(
    db,
    Known,
    sql`
      select id, name, email from users
      where (email = ${who.trim().toLowerCase()} or id::text = ${who.trim().toLowerCase()}) and deleted_at is null`,
  );
  if (member === undefined) throw new Error(`No member has the e-mail address or id ${who}.`);
  return member;
}
