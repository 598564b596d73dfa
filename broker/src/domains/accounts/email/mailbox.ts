import { type SQL, sql } from 'drizzle-orm';

// What stands behind a plus sorts the letters of one letter box.
const tag = String.raw`\+[^@]*@`;

/** The address of the letter box, by whatever spelling its owner gives it. */
export function mailboxOf(email: string): string {
  return email.replace(new RegExp(tag), '@');
}

/** The same of an address in the database. */
export function mailboxIn(email: SQL): SQL {
  return sql`regexp_replace(${email}, ${tag}, '@')`;
}
