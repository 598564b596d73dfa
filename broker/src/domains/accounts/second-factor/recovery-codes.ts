import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { legibleLetters, newCode } from '../../../secrets/codes.ts';
import type { AuthContext } from '../auth-context.ts';

// 49 bits, so that the hash has our key in it.
const codeLength = 10;
const codesAtOnce = 10;

type KeyContext = Pick<AuthContext, 'secrets'>;

/** Ten new codes, as they are shown once; the earlier ones are void. Needs the account's second factor. */
export async function makeRecoveryCodes(ctx: KeyContext, tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: codesAtOnce }, () => newCode(legibleLetters, codeLength));
  await tx.execute(sql`delete from recovery_codes where user_id = ${userId}`);
  await tx.execute(sql`
    insert into recovery_codes (user_id, code_hash)
    select ${userId}::uuid, unnest(${sql.param(codes.map((code) => hashCode(ctx, userId, code)))}::text[])`);
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Takes the code when it is one that was not used yet. `code` in capitals, without the dash. */
export async function takeRecoveryCode(
  ctx: KeyContext,
  tx: Tx,
  userId: string,
  code: string,
): Promise<boolean> {
  const taken = await tx.execute(sql`
    update recovery_codes set used_at = now()
    where user_id = ${userId} and code_hash = ${hashCode(ctx, userId, code)} and used_at is null`);
  return taken.rowCount === 1;
}

function hashCode({ secrets }: KeyContext, userId: string, code: string): string {
  return createHmac('sha256', secrets.authSecret).update(`recovery code ${userId} ${code}`).digest('hex');
}
