import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';

const windowMinutes = 10;
/** A class behind one router has one address. */
const addressTimes = 10;

/** Who tries codes: each member, and each address with some more room. */
export interface Guesser {
  memberId: string;
  /** As limits name it (addressOf). */
  address: string;
}

type GuessContext = Pick<BrokerContext, 'config' | 'db'>;

/**
 * Whether the code of this try is known. A wrong one is counted in the same statement that asks whether more may be tried, so that of
 * many at once as many are answered as of many in a row. By itself: it also counts when the request's transaction is undone.
 *
 * @throws rate_limited after too many wrong codes in the last minutes, for a right code too
 */
export async function tryCode(
  { config, db }: GuessContext,
  guesser: Guesser,
  codeHash: string,
): Promise<boolean> {
  const [member, address] = [memberBucket(guesser), addressBucket(guesser)];
  const max = config.vouchers.wrongPer10Minutes;
  const passed = await readRows(
    db,
    z.object({ isKnown: z.boolean() }),
    sql`
      with try as (
        select exists (select 1 from voucher_codes where code_hash = ${codeHash}) as known
      )
      insert into voucher_guesses as g (bucket, wrong)
      select bucket, case when known then 0 else 1 end from try, unnest(array[${member}, ${address}]::text[]) as bucket
      on conflict (bucket) do update set
        wrong = case when ${counts} then g.wrong else 0 end + excluded.wrong,
        since = case when ${counts} then g.since else now() end
      where not ${counts}
        or g.wrong < case g.bucket when ${member} then ${max}::integer else ${max * addressTimes}::integer end
      returning (select known from try) as "isKnown"`,
  );
  const [first, second] = passed;
  if (first !== undefined && second !== undefined) return first.isKnown;
  throw fail('rate_limited', {
    detail: saidSentences.voucher_guesses,
    retryAfterSeconds: await readWait(db, [member, address]),
  });
}

// A time without wrong codes begins anew with the first one.
const counts = sql`(g.wrong > 0 and g.since > now() - ${windowMinutes} * interval '1 minute')`;

async function readWait(db: Db, buckets: readonly string[]): Promise<number> {
  const [row] = await readRows(
    db,
    z.object({ seconds: z.number().nullable() }),
    sql`
      select extract(epoch from max(since) + ${windowMinutes} * interval '1 minute' - now())::float8 as seconds
      from voucher_guesses where bucket = any(${sql.param([...buckets])}::text[])`,
  );
  return Math.max(1, Math.ceil(row?.seconds ?? 1));
}

/** Deletes what does not count any more. */
export async function purgeGuesses(db: Db): Promise<void> {
  await db.execute(sql`
    delete from voucher_guesses where since < now() - ${windowMinutes} * interval '1 minute'`);
}

function memberBucket({ memberId }: Guesser): string {
  return `member ${memberId}`;
}

function addressBucket({ address }: Guesser): string {
  return `address ${address}`;
}
