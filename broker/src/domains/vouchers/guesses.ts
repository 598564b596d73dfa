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

/** Refuses whoever typed too many wrong codes in the last minutes, before a code is looked up. Throws `rate_limited`. */
export async function refuseGuesser({ config, db }: GuessContext, guesser: Guesser): Promise<void> {
  const max = config.vouchers.wrongPer10Minutes;
  const [full] = await readRows(
    db,
    z.object({ seconds: z.number() }),
    sql`
      select extract(epoch from max(since) + ${windowMinutes} * interval '1 minute' - now())::float8 as seconds
      from voucher_guesses
      where since > now() - ${windowMinutes} * interval '1 minute'
        and ((bucket = ${memberBucket(guesser)} and wrong >= ${max})
          or (bucket = ${addressBucket(guesser)} and wrong >= ${max * addressTimes}))
      having count(*) > 0`,
  );
  if (full === undefined) return;
  throw fail('rate_limited', {
    detail: 'Too many wrong codes. Wait some minutes, then check the code and try again.',
    retryAfterSeconds: Math.max(1, Math.ceil(full.seconds)),
  });
}

/** Counts a wrong code. By itself: it also counts when the request's transaction is undone. */
export async function countGuess({ db }: GuessContext, guesser: Guesser): Promise<void> {
  for (const bucket of [memberBucket(guesser), addressBucket(guesser)]) {
    await db.execute(sql`
      insert into voucher_guesses as g (bucket, wrong) values (${bucket}, 1)
      on conflict (bucket) do update set
        wrong = case when g.since > now() - ${windowMinutes} * interval '1 minute' then g.wrong + 1 else 1 end,
        since = case when g.since > now() - ${windowMinutes} * interval '1 minute' then g.since else now() end`);
  }
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
