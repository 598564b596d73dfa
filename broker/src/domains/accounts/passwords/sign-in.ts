import type { SignInAnswer, SignInRequest } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { signInsTotal } from '../../../observability/sign-in-metrics.ts';
import type { AuthContext } from '../auth-context.ts';
import { finishSignIn } from '../sessions/finish-sign-in.ts';
import type { Passwords } from './passwords.ts';

const Credential = z.object({ userId: z.uuid(), password: z.string() });

/**
 * Signs in with address and password.
 *
 * @throws invalid_credentials, the same and after the same time for a wrong password and for an address without account
 */
export async function signIn(
  ctx: AuthContext,
  passwords: Passwords,
  { email, password }: SignInRequest,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<SignInAnswer> {
  const [found] = await readRows(
    ctx.db,
    Credential,
    sql`
      select i.user_id as "userId", i.password from identities i join users u on u.id = i.user_id
      where u.email = ${email} and i.issuer = 'credential' and i.password is not null`,
  );
  if (!(await passwords.verify(found?.password ?? null, password)) || found === undefined) {
    signInsTotal.inc({ by: 'password', outcome: 'refused' });
    throw fail('invalid_credentials');
  }
  return await inTransaction(ctx.db, async (tx) => {
    // Somebody may have changed the password while it was compared.
    const same = await tx.execute(sql`
      select 1 from identities
      where user_id = ${found.userId} and issuer = 'credential' and password = ${found.password} for share`);
    if (same.rowCount !== 1) throw fail('invalid_credentials');
    return {
      next: await finishSignIn(ctx, tx, { userId: found.userId, signedInBy: 'password', request, reply }),
    };
  });
}
