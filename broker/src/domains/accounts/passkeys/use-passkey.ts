import { PasskeyOptions, type PasskeyResponse } from '@coinslot/shared/http/account-security.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { signInsTotal } from '../../../observability/sign-in-metrics.ts';
import type { AuthContext } from '../auth-context.ts';
import { type ChallengeFor, keepChallenge, useChallenge } from './challenges.ts';
import { UsedPasskey } from './device-answers.ts';
import { listPasskeyIds } from './list-passkeys.ts';
import { relyingPartyOf } from './relying-party.ts';

/** What a browser needs to use a passkey: any of ours to sign in, this member's to confirm. */
export async function askForPasskey(ctx: AuthContext, wanted: ChallengeFor): Promise<PasskeyOptions> {
  const party = relyingPartyOf(ctx);
  if (party === null) throw fail('passkey_refused', { detail: saidSentences.passkeys_need_https });
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'required',
    ...(wanted.userId === null
      ? {}
      : { allowCredentials: (await listPasskeyIds(ctx.db, wanted.userId)).map((id) => ({ id })) }),
  });
  await keepChallenge(ctx.db, options.challenge, wanted);
  return PasskeyOptions.parse(options);
}

const Known = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  publicKey: z.instanceof(Buffer),
  counter: z.int(),
});

/**
 * Whose passkey it is that answered our challenge. Its device has checked who unlocked it.
 *
 * @throws passkey_refused
 */
export async function usePasskey(
  ctx: AuthContext,
  response: PasskeyResponse,
  wanted: ChallengeFor,
): Promise<{ userId: string }> {
  const party = relyingPartyOf(ctx);
  const answer = UsedPasskey.safeParse(response).data;
  if (party === null || answer === undefined) throw fail('passkey_refused');
  const [known] = await readRows(
    ctx.db,
    Known,
    sql`
      select id, user_id as "userId", public_key as "publicKey", counter from passkeys
      where credential_id = ${answer.id} and (${wanted.userId}::uuid is null or user_id = ${wanted.userId})`,
  );
  if (known === undefined || !isOwnHandle(answer, known.userId)) throw fail('passkey_refused');
  const { response: told, ...rest } = answer;
  const { userHandle, ...facts } = told;
  const verified = await verifyAuthenticationResponse({
    response: { ...rest, response: { ...facts, ...(userHandle === undefined ? {} : { userHandle }) } },
    expectedChallenge: (challenge) => useChallenge(ctx.db, challenge, wanted),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: answer.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter },
  }).catch((error: unknown) => {
    // A counter that went back is among them: a copy of the device.
    ctx.log.info({ err: error }, 'a passkey was refused');
  });
  if (!verified?.verified) {
    signInsTotal.inc({ by: 'passkey', outcome: 'refused' });
    throw fail('passkey_refused');
  }
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  const noted = await ctx.db.execute(sql`
    update passkeys set counter = ${newCounter}, synced = ${credentialBackedUp}, last_used_at = now()
    where id = ${known.id} and counter = ${known.counter}`);
  if (noted.rowCount !== 1) throw fail('passkey_refused');
  return { userId: known.userId };
}

// Made in add-passkey.ts: the member's id as text.
function isOwnHandle({ response }: UsedPasskey, userId: string): boolean {
  return (
    response.userHandle === undefined ||
    Buffer.from(response.userHandle, 'base64url').toString('utf8') === userId
  );
}
