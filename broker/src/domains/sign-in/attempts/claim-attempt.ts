import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { hashToken } from '../../../secrets/tokens.ts';
import { type AttemptContext, verifierContext } from './begin-attempt.ts';

const Row = z.object({
  purpose: z.enum(['sign_in', 'link', 'discord_consent']),
  codeVerifier: z.string(),
  nonce: z.string(),
  userId: z.uuid().nullable(),
  sessionId: z.uuid().nullable(),
  returnTo: z.string(),
  termsAccepted: z.boolean(),
});
export type Attempt = z.infer<typeof Row>;

/**
 * Takes away what was kept for this way out, so that it serves once, however many come back with it at the same time. Null when there
 * is nothing: too old, used already, made up, begun by another browser, or with another provider. In those cases nothing is taken away:
 * nobody can spoil a sign-in that is not theirs.
 */
export async function claimAttempt(
  ctx: AttemptContext,
  { state, browser, provider }: { state: string; browser: string; provider: SignInProvider },
): Promise<Attempt | null> {
  const stateHash = hashToken(state);
  const [attempt] = await readRows(
    ctx.db,
    Row,
    sql`
      delete from sign_in_attempts
      where state_hash = ${stateHash} and browser_hash = ${hashToken(browser)} and provider = ${provider}
        and expires_at > now()
      returning purpose, code_verifier as "codeVerifier", nonce, user_id as "userId", session_id as "sessionId",
        return_to as "returnTo", terms_accepted as "termsAccepted"`,
  );
  if (attempt === undefined) return null;
  return {
    ...attempt,
    codeVerifier: ctx.secrets.decryptSecret(attempt.codeVerifier, verifierContext(stateHash)),
  };
}
