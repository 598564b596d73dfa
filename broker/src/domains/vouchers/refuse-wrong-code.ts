import type { BrokerContext } from '../../context.ts';
import { fail } from '../../http/errors.ts';
import { type Guesser, tryCode } from './guesses.ts';
import { openVoucherHash } from './voucher-hash.ts';

/**
 * Refuses a code that does not exist, and counts it; after too many of them every code is refused for a while.
 * Outside the redemption's transaction, so that it counts whatever becomes of that, and holds no second connection.
 *
 * @throws voucher_unknown, rate_limited
 */
export async function refuseWrongCode(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
  guesser: Guesser,
  typed: string,
): Promise<void> {
  const hashOf = await openVoucherHash(ctx, ctx.db);
  if (!(await tryCode(ctx, guesser, hashOf(typed)))) throw fail('voucher_unknown');
}
