import type { RecoveryCodes } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { inTransaction } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { readSettings } from '../../settings/index.ts';
import type { Member } from '../member.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { lockFactor } from './take-code.ts';

/**
 * Switches the second factor off; its recovery codes go with it. Nothing when there is none.
 *
 * @throws second_factor_needed for an admin where admins must have one
 */
export async function removeTotp(
  ctx: SecurityContext,
  member: Member,
  request: FastifyRequest,
): Promise<void> {
  const { members } = await readSettings(ctx);
  if (members.values.adminsNeedSecondFactor && member.permissions.length > 0) {
    throw fail('second_factor_needed');
  }
  await inTransaction(ctx.db, async (tx) => {
    const factor = await lockFactor(tx, member.id);
    if (factor === undefined) return;
    await tx.execute(sql`delete from second_factors where user_id = ${member.id}`);
    if (factor.confirmed) await tellSecurity(ctx, tx, request, { member, event: 'second_factor_off' });
  });
}

/**
 * Ten new recovery codes; the earlier ones are void.
 *
 * @throws not_found without a second factor
 */
export async function renewRecoveryCodes(
  ctx: SecurityContext,
  member: Member,
  request: FastifyRequest,
): Promise<RecoveryCodes> {
  return await inTransaction(ctx.db, async (tx) => {
    const factor = await lockFactor(tx, member.id);
    if (!factor?.confirmed) throw fail('not_found');
    const recoveryCodes = await makeRecoveryCodes(ctx, tx, member.id);
    await tellSecurity(ctx, tx, request, { member, event: 'recovery_codes_made' });
    return { recoveryCodes };
  });
}
