import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { hashToken, newToken } from '../../../secrets/tokens.ts';
import { mailboxIn, mailboxOf } from './mailbox.ts';

const hourMs = 60 * 60_000;
/** How long each kind of link works. */
export const linkLifeMs = { sign_up: 24 * hourMs, verify: 24 * hourMs, change: 24 * hourMs, reset: hourMs };
const perHourMax = 3;

export type LinkKind = keyof typeof linkLifeMs;

export interface NewLink {
  kind: LinkKind;
  /** Null for an account that is made by the link. */
  userId: string | null;
  /** Where it is sent. */
  email: string;
  signUp?: { name: string; password: string; termsRevision: number | null };
}

/**
 * A new link to this address; earlier ones of its kind are void, but for registrations: each of those has a password of its own, and
 * nobody's is pushed aside by somebody else's. Undefined when three went there within the hour: nobody's letter box is filled by somebody
 * else, under no spelling of its address; and no member sends links of a kind to more addresses than that.
 */
export async function makeLink(
  tx: Tx,
  { kind, userId, email, signUp }: NewLink,
): Promise<string | undefined> {
  const mailbox = mailboxOf(email);
  // Two at once would count the same three.
  for (const counted of userId === null ? [mailbox] : [userId, mailbox]) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`link ${kind} ${counted}`}, 0))`);
  }
  const [{ sent } = { sent: 0 }] = await readRows(
    tx,
    z.object({ sent: z.int() }),
    sql`
      select count(*)::int as sent from email_links
      where (${mailboxIn(sql`email`)} = ${mailbox} or user_id = ${userId}::uuid)
        and kind = ${kind} and created_at > now() - interval '1 hour'`,
  );
  if (sent >= perHourMax) return undefined;
  if (kind !== 'sign_up') await voidLinks(tx, { kind, userId, email });
  const token = newToken();
  await tx.execute(sql`
    insert into email_links (token_hash, kind, user_id, email, sign_up_name, sign_up_password, sign_up_terms_revision, expires_at)
    values (${hashToken(token)}, ${kind}, ${userId}, ${email}, ${signUp?.name ?? null}, ${signUp?.password ?? null},
      ${signUp?.termsRevision ?? null}, now() + make_interval(secs => ${linkLifeMs[kind] / 1000}))`);
  return token;
}

/** Links of this kind to this address, or of this account, work no more. */
export async function voidLinks(
  tx: Tx,
  { kind, userId, email }: { kind: LinkKind; userId: string | null; email: string },
): Promise<void> {
  await tx.execute(sql`
    update email_links set used_at = now(), sign_up_password = null
    where kind = ${kind} and used_at is null
      and (user_id = ${userId}::uuid or (${userId}::uuid is null and email = ${email}))`);
}

/** None of the links of these kinds that this account was sent works any more: who asked for them may be somebody else. */
export async function voidLinksOf(tx: Tx, userId: string, kinds: readonly LinkKind[]): Promise<void> {
  await tx.execute(sql`
    update email_links set used_at = now()
    where user_id = ${userId} and used_at is null and kind = any(${sql.param([...kinds])}::text[])`);
}

const Link = z.object({
  kind: z.enum(['sign_up', 'verify', 'change', 'reset']),
  userId: z.uuid().nullable(),
  email: z.string(),
  name: z.string().nullable(),
  password: z.string().nullable(),
  termsRevision: z.int().nullable(),
});
export type Link = z.infer<typeof Link>;

/** Whether the link would work now. Changes nothing. */
export async function isLinkOpen(db: Db, token: string, kind: LinkKind): Promise<boolean> {
  const open = await db.execute(sql`
    select 1 from email_links
    where token_hash = ${hashToken(token)} and kind = ${kind} and used_at is null and expires_at > now()`);
  return open.rowCount === 1;
}

/** The hash of the password of an open link that is for a registration. Changes nothing. */
export async function readSignUpPassword(db: Db, token: string): Promise<string | undefined> {
  const [link] = await readRows(
    db,
    z.object({ password: z.string() }),
    sql`
      select sign_up_password as password from email_links
      where token_hash = ${hashToken(token)} and kind = 'sign_up' and used_at is null and expires_at > now()`,
  );
  return link?.password;
}

/** What the link was made for, once; undefined when it is too old, void, used, or of another kind. */
export async function useLink(tx: Tx, token: string, kinds: readonly LinkKind[]): Promise<Link | undefined> {
  const [link] = await readRows(
    tx,
    Link,
    sql`
      update email_links l set used_at = now(), sign_up_password = null
      from (
        select token_hash, sign_up_password from email_links
        where token_hash = ${hashToken(token)} for update
      ) was
      where l.token_hash = was.token_hash and l.used_at is null and l.expires_at > now()
        and l.kind = any(${sql.param([...kinds])}::text[])
      returning l.kind, l.user_id as "userId", l.email, l.sign_up_name as name, was.sign_up_password as password,
        l.sign_up_terms_revision as "termsRevision"`,
  );
  return link;
}
