import type { WaysLeft } from '@coinslot/shared/http/account-security.ts';
import { isRealAddress } from '@coinslot/shared/no-address.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Db, inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { revokeKeysOf } from '../../api-keys/index.ts';
import { isLinkOpen, useLink, voidLinksOf } from '../email/links.ts';
import { readAddress } from '../email/read-address.ts';
import { lockUser } from '../lock-user.ts';
import type { Member } from '../member.ts';
import { grantOnce } from '../reward-marks.ts';
import { endSessionsOf } from '../sessions/end-sessions.ts';
import { renewToken } from '../sessions/open-session.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import type { Passwords } from './passwords.ts';
import { readWaysLeft, removeOtherWays } from './ways-left.ts';

/**
 * Changes the password, or adds the first one. All other sessions end, links that change address or password are void; this one gets a new token. API keys go on working, as the page says.
 *
 * @throws invalid_request at /current when it is wrong, at /next while there is no address to type with it
 */
export async function changePassword(
  ctx: SecurityContext,
  passwords: Passwords,
  member: Member,
  { current, next }: { current: string | null; next: string },
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  const kept = await readPasswordHash(ctx.db, member.id);
  if (kept === null && !isRealAddress(member.email)) {
    throw fail('invalid_request', { fields: { '/next': 'needs an e-mail address first' } });
  }
  if (kept !== null && !(await passwords.verify(kept, current ?? ''))) throw wrongCurrent();
  const hash = await passwords.hash(next);
  await inTransaction(ctx.db, async (tx) => {
    await lockUser(tx, member.id);
    // Two changes at once: the second one knew another password.
    if ((await readPasswordHash(tx, member.id)) !== kept) throw wrongCurrent();
    await setPassword(tx, member.id, hash);
    await endSessionsOf(ctx, tx, { userId: member.id, exceptSessionId: member.sessionId });
    await voidLinksOf(tx, member.id, ['change', 'reset']);
    await renewToken(ctx, tx, { sessionId: member.sessionId, reply });
    await tellSecurity(ctx, tx, request, { member, event: 'password_changed' });
  });
}

/**
 * Sets the password by the link from the mail, which proves the address as well. All sessions end, all API keys are revoked and
 * all earlier links are void: it is what an owner does whose account was in other hands. Where the address was not proven before, passkeys
 * and linked accounts go too; else they stay, and are answered and told. Nobody is signed in: a second factor is asked for at the next sign-in as ever.
 *
 * @throws link_invalid
 */
export async function resetPassword(
  ctx: SecurityContext,
  passwords: Passwords,
  { token, password }: { token: string; password: string },
  request: FastifyRequest,
): Promise<WaysLeft> {
  // Before the hash: made-up links cost nothing.
  if (!(await isLinkOpen(ctx.db, token, 'reset'))) throw fail('link_invalid');
  const hash = await passwords.hash(password);
  return await inTransaction(ctx.db, async (tx) => {
    const link = await useLink(tx, token, ['reset']);
    const userId = link?.userId ?? null;
    if (link === undefined || userId === null) throw fail('link_invalid');
    await lockUser(tx, userId);
    const address = await readAddress(tx, userId);
    if (address?.email !== link.email) throw fail('link_invalid');
    await setPassword(tx, userId, hash);
    await tx.execute(sql`update users set email_verified = true, updated_at = now() where id = ${userId}`);
    await voidLinksOf(tx, userId, ['verify', 'change', 'reset']);
    if (!address.emailVerified) {
      await removeOtherWays(tx, userId);
      await grantOnce(tx, userId);
    }
    await endSessionsOf(ctx, tx, { userId });
    const member = { id: userId, name: address.name };
    await revokeKeysOf(tx, ctx, { userId, actor: member, address: request.ip });
    const waysLeft = await readWaysLeft(tx, userId);
    await tellSecurity(ctx, tx, request, { member, event: 'password_changed', waysLeft });
    return waysLeft;
  });
}

/** The hash of the member's password, or null. */
export async function readPasswordHash(db: Db | Tx, userId: string): Promise<string | null> {
  const [row] = await readRows(
    db,
    z.object({ password: z.string().nullable() }),
    sql`select password from identities where user_id = ${userId} and issuer = 'credential'`,
  );
  return row?.password ?? null;
}

async function setPassword(tx: Tx, userId: string, hash: string): Promise<void> {
  await tx.execute(sql`
    insert into identities (user_id, issuer, subject, password)
    values (${userId}, 'credential', ${userId}, ${hash})
    on conflict (issuer, subject) do update set password = excluded.password, updated_at = now()`);
}

function wrongCurrent() {
  return fail('invalid_request', { fields: { '/current': 'is not the password of this account' } });
}
