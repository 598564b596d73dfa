import type { Account, ConfirmRequest } from '@coinslot/shared/http/account-security.ts';
import { inTransaction } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import type { Member } from '../member.ts';
import { usePasskey } from '../passkeys/use-passkey.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { readPasswordHash } from '../passwords/set-password.ts';
import { isTotpOn } from '../second-factor/is-totp-on.ts';
import { takeCode } from '../second-factor/take-code.ts';
import { markFresh } from './fresh.ts';

/**
 * The member proves to be it: this session is fresh for ten minutes. Where there is a second factor a password alone proves too
 * little.
 *
 * @throws confirmation_wrong; rate_limited after too many wrong codes
 */
export async function confirmMember(
  ctx: AuthContext,
  passwords: Passwords,
  member: Member,
  given: ConfirmRequest,
): Promise<void> {
  if ('passkey' in given) {
    await usePasskey(ctx, given.passkey, { purpose: 'confirm', userId: member.id });
  } else if ('code' in given) {
    const refusal = await inTransaction(ctx.db, (tx) => takeCode(ctx, tx, member.id, given));
    if (refusal !== undefined) throw refusal.code === 'rate_limited' ? refusal : fail('confirmation_wrong');
  } else {
    const hash = await readPasswordHash(ctx.db, member.id);
    const isRight = await passwords.verify(hash, given.password);
    if (!isRight || (await isTotpOn(ctx.db, member.id))) throw fail('confirmation_wrong');
  }
  await markFresh(ctx.db, member.sessionId);
}

/** How this account can prove it. */
export function waysToConfirm(account: {
  hasPassword: boolean;
  totp: boolean;
  passkeys: number;
}): Account['confirmBy'] {
  const ways: Account['confirmBy'] = [
    ...(account.hasPassword && !account.totp ? ['password' as const] : []),
    ...(account.totp ? ['code' as const] : []),
    ...(account.passkeys > 0 ? ['passkey' as const] : []),
  ];
  return ways.length > 0 ? ways : ['sign_in_again'];
}
