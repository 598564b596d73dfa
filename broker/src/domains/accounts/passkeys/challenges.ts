import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';
import { hashToken } from '../../../secrets/tokens.ts';

const challengeMs = 5 * 60_000;

/** What a challenge was made for. Nobody is known yet when one signs in. */
export type ChallengeFor =
  | { purpose: 'register' | 'confirm'; userId: string }
  | { purpose: 'sign_in'; userId: null };

/** Remembers a challenge (base64url) that was handed to a browser: for five minutes, by its hash. */
export async function keepChallenge(db: Db, challenge: string, wanted: ChallengeFor): Promise<void> {
  await db.execute(sql`
    insert into passkey_challenges (challenge_hash, purpose, user_id, expires_at)
    values (${hashToken(challenge)}, ${wanted.purpose}, ${wanted.userId}, now() + make_interval(secs => ${challengeMs / 1000}))`);
}

/** Whether it is one of ours for this. It is gone afterwards, whatever comes of the answer: each works once. */
export async function useChallenge(db: Db, challenge: string, wanted: ChallengeFor): Promise<boolean> {
  const used = await db.execute(sql`
    delete from passkey_challenges
    where challenge_hash = ${hashToken(challenge)} and purpose = ${wanted.purpose}
      and user_id is not distinct from ${wanted.userId}::uuid and expires_at > now()`);
  return used.rowCount === 1;
}
