import type { RecoveryCodes, TotpEnrolment } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { readSettings } from '../../settings/index.ts';
import { lockUser } from '../lock-user.ts';
import type { Member } from '../member.ts';
import { endSessionsOf } from '../sessions/end-sessions.ts';
import { renewToken } from '../sessions/open-session.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { lockFactor, totpPlace } from './take-code.ts';
import { checkTotp, newTotpSecret, totpUri } from './totp.ts';

/**
 * A new secret that waits for its first code; an earlier one that still waited is void. Nobody is asked for codes yet.
 *
 * @throws totp_already_on
 */
export async function beginTotp(ctx: SecurityContext, member: Member): Promise<TotpEnrolment> {
  const secret = newTotpSecret();
  const kept = ctx.secrets.encryptSecret(secret, totpPlace(member.id));
  await inTransaction(ctx.db, async (tx) => {
    await lockUser(tx, member.id);
    const begun = await tx.execute(sql`
      insert into second_factors (user_id, secret) values (${member.id}, ${kept})
      on conflict (user_id) do update set secret = excluded.secret, created_at = now(), failed_tries = 0
      where second_factors.confirmed_at is null`);
    if (begun.rowCount !== 1) throw fail('totp_already_on');
  });
  const { general } = await readSettings(ctx);
  return { secret, uri: totpUri({ secret, site: general.values.name, email: member.email }) };
}

/**
 * The first code proves that the app has the secret: from now on it is asked for. All other sessions end, and this one gets a new
 * token.
 *
 * @throws code_wrong; totp_already_on
 */
export async function confirmTotp(
  ctx: SecurityContext,
  member: Member,
  code: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<RecoveryCodes> {
  return await inTransaction(ctx.db, async (tx) => {
    const factor = await lockFactor(tx, member.id);
    if (factor?.confirmed) throw fail('totp_already_on');
    const secret = factor && ctx.secrets.decryptSecret(factor.secret, totpPlace(member.id));
    const step = secret === undefined ? null : await checkTotp(secret, code, null);
    if (step === null) throw fail('code_wrong');
    await tx.execute(sql`
      update second_factors set confirmed_at = now(), last_step = ${step} where user_id = ${member.id}`);
    const recoveryCodes = await makeRecoveryCodes(ctx, tx, member.id);
    await endSessionsOf(ctx, tx, { userId: member.id, exceptSessionId: member.sessionId });
    await renewToken(ctx, tx, { sessionId: member.sessionId, reply });
    await tellSecurity(ctx, tx, request, { member, event: 'second_factor_on' });
    return { recoveryCodes };
  });
}
