import type { SecondFactorRequest, SignInAnswer } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { type AppError, fail } from '../../../http/errors.ts';
import { signInsTotal } from '../../../observability/sign-in-metrics.ts';
import { clearCookie } from '../cookies.ts';
import { lockPendingSignIn, pendingCookie } from '../sessions/finish-sign-in.ts';
import { openSession } from '../sessions/open-session.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import { takeCode } from './take-code.ts';

/**
 * The second half of a sign-in, by the cookie that its first half left in this browser: works once.
 *
 * @throws sign_in_expired, code_wrong, rate_limited, account_disabled
 */
export async function finishSecondFactor(
  ctx: SecurityContext,
  given: SecondFactorRequest,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<SignInAnswer> {
  const refusal = await inTransaction(ctx.db, async (tx): Promise<AppError | undefined> => {
    const pending = await lockPendingSignIn(ctx, tx, request);
    if (pending === undefined) return fail('sign_in_expired');
    const { userId, signedInBy, tokenHash } = pending;
    // In the order of every other act: first the account, then what it has.
    const member = await lockOpenMember(tx, userId);
    if (member === undefined) return fail('account_disabled');
    const wrong = await takeCode(ctx, tx, userId, given);
    if (wrong !== undefined) {
      tx.afterCommit(() => signInsTotal.inc({ by: signedInBy, outcome: 'refused' }));
      return wrong;
    }
    await tx.execute(sql`delete from pending_sign_ins where token_hash = ${tokenHash}`);
    await openSession(ctx, tx, { userId, signedInBy, request, reply });
    if ('recoveryCode' in given) {
      await tellSecurity(ctx, tx, request, { member, event: 'recovery_code_used' });
    }
    return undefined;
  });
  if (refusal !== undefined) throw refusal;
  clearCookie(ctx, reply, pendingCookie);
  return { next: 'done' };
}

const Member = z.object({ id: z.uuid(), name: z.string() });

/** Undefined for an account that is disabled. */
async function lockOpenMember(tx: Tx, userId: string): Promise<z.infer<typeof Member> | undefined> {
  const [member] = await readRows(
    tx,
    Member,
    sql`select id, name from users where id = ${userId} and disabled_at is null for share`,
  );
  return member;
}
