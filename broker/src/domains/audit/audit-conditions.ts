import type { AuditFilterQuery } from '@coinslot/shared/http/audit.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { likeLiteral } from '../../database/like-literal.ts';

/** The filter as a condition over a line `a`. All that is given must hold. */
export function matches(filter: AuditFilterQuery): SQL {
  const { actor, action, targetKind, target, from, to, search } = filter;
  const conditions = [sql`true`];
  if (isGiven(actor)) conditions.push(isBy(actor));
  if (isGiven(action)) conditions.push(sql`a.action like ${`${likeLiteral(action)}%`}`);
  if (isGiven(targetKind)) conditions.push(sql`a.target_kind = ${targetKind}`);
  if (isGiven(target)) conditions.push(sql`a.target_id = ${target}`);
  if (from !== undefined) conditions.push(sql`a.at >= ${from}::timestamptz`);
  if (to !== undefined) conditions.push(sql`a.at < ${to}::timestamptz`);
  if (isGiven(search)) conditions.push(sql`(${hasWords(search)} or ${isAboutNamed(search)})`);
  return sql.join(conditions, sql` and `);
}

function isBy(actor: string): SQL {
  if (z.uuid().safeParse(actor).success) return sql`a.actor_id = ${actor}::uuid`;
  // The words as well, because they have an index.
  return sql`(lower(a.actor_name) like ${`${likeLiteral(actor.toLowerCase())}%`} and ${hasWords(actor)})`;
}

function hasWords(text: string): SQL {
  return sql`a.words like ${`%${likeLiteral(text.toLowerCase())}%`}`;
}

// A line keeps its target's id alone. An array and not a subquery, so that either side of the `or` reads its index.
function isAboutNamed(name: string): SQL {
  return sql`(a.target_kind = 'user' and a.target_id = any(array(
    select u.id::text from users u where u.name ilike ${`%${likeLiteral(name)}%`} limit 50
  )))`;
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
