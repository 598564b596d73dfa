import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { hashToken, newToken } from '../../../secrets/tokens.ts';
import type { AuthContext } from '../auth-context.ts';
import { readCookie, setCookie } from '../cookies.ts';
import { openSession, type WayIn } from './open-session.ts';

export const pendingCookie = 'second_factor';
const pendingMs = 5 * 60_000;

const Account = z.object({ disabled: z.boolean(), secondFactor: z.boolean() });

/**
 * The end of every way in: a session with its cookie, or, when the account has a second factor, a cookie by which it is asked for.
 * A passkey proves two things by itself (the device and whoever unlocked it). Call it last in the transaction.
 *
 * @throws account_disabled
 */
export async function finishSignIn(ctx: AuthContext, tx: Tx, way: WayIn): Promise<'done' | 'second_factor'> {
  // Shared lock: an admin who disables the account meanwhile waits, then finds the session and ends it.
  const [account] = await readRows(
    tx,
    Account,
    sql`
      select u.disabled_at is not null as disabled,
        exists (select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "secondFactor"
      from users u where u.id = ${way.userId} for share of u`,
  );
  if (account === undefined || account.disabled) throw fail('account_disabled');
  if (!account.secondFactor || way.signedInBy === 'passkey') {
    await openSession(ctx, tx, way);
    return 'done';
  }
  const token = newToken();
  await tx.execute(sql`
    insert into pending_sign_ins (token_hash, user_id, signed_in_by, expires_at)
    values (${hashToken(token)}, ${way.userId}, ${way.signedInBy}, now() + make_interval(secs => ${pendingMs / 1000}))`);
  setCookie(ctx, way.reply, { name: pendingCookie, value: token, maxAgeMs: pendingMs });
  return 'second_factor';
}

const Pending = z.object({ userId: z.uuid(), signedInBy: z.enum(['password', 'discord', 'google', 'x']) });
export type PendingSignIn = z.infer<typeof Pending> & { tokenHash: string };

/** The sign-in that waits for this browser's second factor, locked; undefined when it took too long or never was. */
export async function lockPendingSignIn(
  ctx: AuthContext,
  tx: Tx,
  request: FastifyRequest,
): Promise<PendingSignIn | undefined> {
  const tokenHash = hashToken(readCookie(ctx, request, pendingCookie) ?? '');
  const [pending] = await readRows(
    tx,
    Pending,
    sql`
      select user_id as "userId", signed_in_by as "signedInBy" from pending_sign_ins
      where token_hash = ${tokenHash} and expires_at > now() for update`,
  );
  return pending === undefined ? undefined : { ...pending, tokenHash };
}
