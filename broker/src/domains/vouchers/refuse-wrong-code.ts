import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import { fail } from '../../http/errors.ts';
import { countGuess, type Guesser, refuseGuesser } from './guesses.ts';
import { openVoucherHash } from './voucher-hash.ts';

/**
 * Refuses a code that does not exist, and counts it; after too many of them every code is refused for a while, before it is looked up.
 * Outside the redemption's transaction, so that it counts whatever becomes of that, and holds no second connection.
 *
 * @throws voucher_unknown, rate_limited
 */
export async function refuseWrongCode(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
  guesser: Guesser,
  typed: string,
): Promise<void> {
  await refuseGuesser(ctx, guesser);
  const hashOf = await openVoucherHash(ctx, ctx.db);
  const known = await ctx.db.execute(sql`select id from voucher_codes where code_hash = ${hashOf(typed)}`);
  if (known.rowCount === 1) return;
  await countGuess(ctx, guesser);
  throw fail('voucher_unknown');
}
