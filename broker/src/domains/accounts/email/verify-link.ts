import type { EmailTokenRequest, EmailVerified } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { constraintOf, inSavepoint, inTransaction, type Tx } from '../../../database/db.ts';
import { fail, isAppError } from '../../../http/errors.ts';
import { queueMail } from '../../outbox/index.ts';
import { lockUser } from '../lock-user.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { registerMember } from '../register-member.ts';
import { grantOnce } from '../reward-marks.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import { type Link, readSignUpPassword, useLink, voidLinks } from './links.ts';
import { readAddress } from './read-address.ts';

/**
 * What the link in a mail is for: a new account, the account's address, or a changed one. Works once. Signs nobody in: a link that
 * somebody else sent would put its reader into that person's account. A new account is made only with its password, or an owner of the
 * address would open the link of somebody else who registered it, and confirm that person's account.
 *
 * @throws link_invalid; invalid_request at /password; email_taken when another account took the address meanwhile
 */
export async function verifyLink(
  ctx: SecurityContext,
  passwords: Passwords,
  { token, password }: EmailTokenRequest,
  request: FastifyRequest,
): Promise<EmailVerified> {
  const wanted = await readSignUpPassword(ctx.db, token);
  if (wanted !== undefined) await askForPassword(passwords, wanted, password);
  return await inTransaction(ctx.db, async (tx) => {
    const link = await useLink(tx, token, ['sign_up', 'verify', 'change']);
    if (link === undefined) throw fail('link_invalid');
    if (link.kind === 'sign_up') return await register(tx, link);
    const userId = link.userId ?? '';
    await lockUser(tx, userId);
    return link.kind === 'verify'
      ? await verifyAddress(tx, userId, link.email)
      : await changeAddress(ctx, tx, userId, link.email, request);
  });
}

async function askForPassword(
  passwords: Passwords,
  wanted: string,
  password: string | undefined,
): Promise<void> {
  if (password === undefined) throw fail('invalid_request', { fields: { '/password': 'is needed' } });
  if (await passwords.verify(wanted, password)) return;
  throw fail('invalid_request', { fields: { '/password': 'is not the password of this registration' } });
}

async function register(tx: Tx, { name, email, password, termsRevision }: Link): Promise<EmailVerified> {
  if (name === null || password === null) throw fail('link_invalid');
  const identity = { issuer: 'credential' as const, password };
  await registerMember(tx, { name, email, emailVerified: true, identity, termsRevision }).catch(
    (error: unknown) => {
      // Somebody came in by another way with this address meanwhile.
      throw isAppError(error) && error.code === 'email_taken' ? fail('link_invalid') : error;
    },
  );
  // Other registrations of this address, and their passwords, are worth nothing now.
  await voidLinks(tx, { kind: 'sign_up', userId: null, email });
  return { done: 'registered', email };
}

async function verifyAddress(tx: Tx, userId: string, email: string): Promise<EmailVerified> {
  const verified = await tx.execute(sql`
    update users set email_verified = true, updated_at = now()
    where id = ${userId} and email = ${email} and disabled_at is null`);
  // The address was changed since.
  if (verified.rowCount !== 1) throw fail('link_invalid');
  await grantOnce(tx, userId);
  return { done: 'verified', email };
}

// The new address is verified by this link and by nothing that was known about the old one.
async function changeAddress(
  ctx: SecurityContext,
  tx: Tx,
  userId: string,
  email: string,
  request: FastifyRequest,
): Promise<EmailVerified> {
  const old = await readAddress(tx, userId);
  if (old === undefined) throw fail('link_invalid');
  await inSavepoint(tx, (inner) =>
    inner.execute(sql`
      update users set email = ${email}, email_verified = true, updated_at = now() where id = ${userId}`),
  ).catch((error: unknown) => {
    throw constraintOf(error) === 'users_email_key' ? fail('email_taken') : error;
  });
  // What was sent to the old address works no more.
  await tx.execute(sql`update email_links set used_at = now() where user_id = ${userId} and used_at is null`);
  await queueMail(tx, ctx, {
    kind: 'email_changed_notice',
    userId,
    to: old.email,
    params: { newEmail: email },
    validForMs: 24 * 60 * 60_000,
  });
  await tellSecurity(ctx, tx, request, { member: { id: userId, name: old.name }, event: 'email_changed' });
  await grantOnce(tx, userId);
  return { done: 'changed', email };
}
