import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { type AppError, fail } from '../../../http/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { checkTotp } from './totp.ts';

export type GivenCode = { code: string } | { recoveryCode: string };

// Three of a million codes are right at a time. After five wrong ones each further try waits 5, 10, 20, 40, then 80 minutes: whoever
// has the password and guesses for a year comes in with a chance of 2 %. The owner may use a recovery code or a passkey meanwhile.
const triesFree = 5;
const firstWaitSeconds = 300;
const doublingsMax = 4;

const Factor = z.object({
  secret: z.string(),
  lastStep: z.int().nullable(),
  confirmed: z.boolean(),
  waitSeconds: z.int(),
});

/**
 * Takes a code of the account's authenticator app, or a recovery code; each works once, also when sent twice at the same time.
 * Returns the refusal instead of throwing it, because the caller must commit the count of tries. Undefined = taken.
 */
export async function takeCode(
  ctx: Pick<AuthContext, 'secrets'>,
  tx: Tx,
  userId: string,
  given: GivenCode,
): Promise<AppError | undefined> {
  const factor = await lockFactor(tx, userId);
  if (factor === undefined || !factor.confirmed) return fail('code_wrong');
  if ('recoveryCode' in given) {
    if (!(await takeRecoveryCode(ctx, tx, userId, given.recoveryCode))) return fail('code_wrong');
    await tx.execute(sql`update second_factors set failed_tries = 0 where user_id = ${userId}`);
    return undefined;
  }
  if (factor.waitSeconds > 0) return fail('rate_limited', { retryAfterSeconds: factor.waitSeconds });
  const secret = ctx.secrets.decryptSecret(factor.secret, totpPlace(userId));
  const step = await checkTotp(secret, given.code, factor.lastStep);
  await tx.execute(
    step === null
      ? sql`
          update second_factors set failed_tries = failed_tries + 1, last_failed_at = now()
          where user_id = ${userId}`
      : sql`update second_factors set last_step = ${step}, failed_tries = 0 where user_id = ${userId}`,
  );
  return step === null ? fail('code_wrong') : undefined;
}

/** Where the secret may be opened (secret-box.ts). */
export function totpPlace(userId: string): string {
  return `totp:${userId}`;
}

/** The account's second factor, locked: two codes at once follow one another. */
export async function lockFactor(tx: Tx, userId: string): Promise<z.infer<typeof Factor> | undefined> {
  const [factor] = await readRows(
    tx,
    Factor,
    sql`
      select secret, last_step as "lastStep", confirmed_at is not null as confirmed,
        case when failed_tries < ${triesFree} then 0 else greatest(0, ceil(
          ${firstWaitSeconds} * 2 ^ least(failed_tries - ${triesFree}, ${doublingsMax})
            - extract(epoch from now() - last_failed_at)
        )) end::integer as "waitSeconds"
      from second_factors where user_id = ${userId} for update`,
  );
  return factor;
}
