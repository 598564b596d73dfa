import { UserNote, type UserNotePage } from '@coinslot/shared/http/admin-users.ts';
import type { PageQuery } from '@coinslot/shared/http/page.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { lowerThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { requireUser } from '../roles/index.ts';

const Row = UserNote.extend({ id: z.int(), at: PgTimestamp });
const columns = sql`id, at, author_name as "authorName", text`;

/** What admins wrote down about a member, newest first. @throws not_found */
export async function listNotes(db: Db, userId: string, page: PageQuery): Promise<UserNotePage> {
  await requireUser(db, userId);
  const rows = await readRows(
    db,
    Row,
    sql`
      select ${columns} from user_notes
      where user_id = ${userId} and ${lowerThan(page.cursor, sql`id`)}
      order by id desc limit ${page.limit + 1}`,
  );
  return makePage(rows, page.limit, toNote, ({ id }) => ({ id }));
}

/** Adds a note; it is never changed. The audit log says that there is one, not what it says. @throws not_found */
export async function addNote(tx: Tx, act: AdminAct, userId: string, text: string): Promise<UserNote> {
  await requireUser(tx, userId);
  const [row] = await readRows(
    tx,
    Row,
    sql`
      insert into user_notes (user_id, author_id, author_name, text)
      values (${userId}, ${act.actor.id}, ${act.actor.name}, ${text}) returning ${columns}`,
  );
  if (row === undefined) throw fail('not_found');
  await writeAudit(tx, {
    ...act,
    action: 'user.add_note',
    targetKind: 'user',
    targetId: userId,
    after: { noteId: String(row.id), characters: text.length },
  });
  return toNote(row);
}

function toNote(row: z.infer<typeof Row>): UserNote {
  return { ...row, id: String(row.id), at: row.at.toISOString() };
}
