import { randomUUID } from 'node:crypto';
import {
  type AddPasskeyRequest,
  type Passkey,
  PasskeyOptions,
} from '@coinslot/shared/http/account-security.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import {
  generateRegistrationOptions,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { constraintOf, inTransaction } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { readSettings } from '../../settings/index.ts';
import { lockUser } from '../lock-user.ts';
import type { Member } from '../member.ts';
import { type SecurityContext, tellSecurity } from '../tell-security.ts';
import type { OpenProviders } from '../ways-in.ts';
import { keepChallenge, useChallenge } from './challenges.ts';
import { MadePasskey } from './device-answers.ts';
import { findPasskey, listPasskeyIds } from './list-passkeys.ts';
import { relyingPartyOf } from './relying-party.ts';

const passkeysMax = 20;
// Ed25519, ES256, RS256: what devices make. Naming them keeps the library from asking Node for algorithms that it warns of.
const supportedAlgorithmIDs = [-8, -7, -257];

/** What a browser needs to make a passkey for this member: one that is found without a name, and that the device unlocks. */
export async function beginPasskey(ctx: SecurityContext, member: Member): Promise<PasskeyOptions> {
  const party = relyingPartyOf(ctx);
  if (party === null) throw fail('passkey_refused', { detail: saidSentences.passkeys_need_https });
  const { general } = await readSettings(ctx);
  const options = await generateRegistrationOptions({
    rpName: general.values.name,
    rpID: party.id,
    userName: member.email,
    userDisplayName: member.name,
    userID: new TextEncoder().encode(member.id),
    attestationType: 'none',
    supportedAlgorithmIDs,
    excludeCredentials: (await listPasskeyIds(ctx.db, member.id)).map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(ctx.db, options.challenge, { purpose: 'register', userId: member.id });
  return PasskeyOptions.parse(options);
}

/**
 * Keeps the passkey that the member's device has made.
 *
 * @throws passkey_refused when the answer does not fit our challenge, host and demands, or is known already
 */
export async function addPasskey(
  ctx: SecurityContext,
  member: Member,
  { name, response, openProviders }: AddPasskeyRequest & { openProviders: OpenProviders },
  request: FastifyRequest,
): Promise<Passkey> {
  const made = await verifyMade(ctx, member, response);
  const id = randomUUID();
  return await inTransaction(ctx.db, async (tx) => {
    await lockUser(tx, member.id);
    const kept = await tx.execute(sql`
      insert into passkeys (id, user_id, credential_id, public_key, counter, transports, synced, name)
      select ${id}, ${member.id}, ${made.credential.id}, ${Buffer.from(made.credential.publicKey)}, ${made.credential.counter},
        ${sql.param(made.credential.transports ?? [])}::text[], ${made.credentialBackedUp}, ${name}
      where (select count(*) from passkeys where user_id = ${member.id}) < ${passkeysMax}`);
    if (kept.rowCount !== 1) throw fail('passkey_refused', { detail: saidSentences.passkeys_full });
    await tellSecurity(ctx, tx, request, { member, event: 'passkey_added' });
    return await findPasskey(tx, member.id, id, openProviders);
  }).catch((error: unknown) => {
    if (constraintOf(error) === 'passkeys_credential_id_key') throw fail('passkey_refused');
    throw error;
  });
}

type Made = Extract<VerifiedRegistrationResponse, { verified: true }>['registrationInfo'];

async function verifyMade(
  ctx: SecurityContext,
  member: Member,
  response: AddPasskeyRequest['response'],
): Promise<Made> {
  const party = relyingPartyOf(ctx);
  const answer = MadePasskey.safeParse(response).data;
  if (party === null || answer === undefined) throw fail('passkey_refused');
  const verified = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: (challenge) =>
      useChallenge(ctx.db, challenge, { purpose: 'register', userId: member.id }),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs,
  }).catch((error: unknown) => {
    // The library throws for every answer that does not fit; its sentence is for whoever runs this.
    ctx.log.info({ err: error }, 'a new passkey was refused');
  });
  if (!verified?.verified) throw fail('passkey_refused');
  return verified.registrationInfo;
}
