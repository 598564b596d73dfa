import { toPlainLine } from '@coinslot/shared/http/plain-line.ts';
import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { isAppError } from '../../../http/errors.ts';
import { checkSignUp, finishSignIn, makeNoAddress, registerMember } from '../../accounts/index.ts';
import { askForSync } from '../../discord/index.ts';
import type { Profile } from '../providers/provider.ts';
import { failSignIn } from '../providers/sign-in-failure.ts';

export interface Arrival {
  provider: SignInProvider;
  profile: Profile;
  termsAccepted: boolean;
  request: FastifyRequest;
  reply: FastifyReply;
}

type ComeInContext = Pick<BrokerContext, 'config' | 'db' | 'secrets' | 'bus' | 'log'>;

const nameCharactersMax = 80;

/**
 * Whoever has this identity is in: a session, or the question for the second factor. Nobody has it: a new member. An e-mail never leads to
 * an account, also when it is the same.
 *
 * @throws account_disabled, email_taken, sign_up_closed, terms_not_accepted
 */
export async function comeIn(ctx: ComeInContext, arrival: Arrival): Promise<'done' | 'second_factor'> {
  try {
    return await comeInOnce(ctx, arrival);
  } catch (error) {
    // The same new person may have come twice at the same moment: then the other one's account is this one's.
    const cameTwice = isAppError(error) && (error.code === 'already_linked' || error.code === 'email_taken');
    if (!cameTwice) throw error;
    return await comeInOnce(ctx, arrival);
  }
}

async function comeInOnce(ctx: ComeInContext, arrival: Arrival): Promise<'done' | 'second_factor'> {
  const { provider, request, reply } = arrival;
  return await inTransaction(ctx.db, async (tx) => {
    const userId = (await useIdentity(tx, arrival)) ?? (await register(tx, arrival));
    if (provider === 'discord') await askForSync(tx, userId);
    return await finishSignIn(ctx, tx, { userId, signedInBy: provider, request, reply });
  });
}

const Found = z.object({ userId: z.uuid() });

/** Whose identity this is; notes that it was used, and what they are called there now. */
async function useIdentity(tx: Tx, { provider, profile }: Arrival): Promise<string | null> {
  const [found] = await readRows(
    tx,
    Found,
    sql`
      update identities set last_used_at = now(), subject_name = ${profile.name.slice(0, nameCharactersMax)}
      where issuer = ${provider} and subject = ${profile.subject} returning user_id as "userId"`,
  );
  return found?.userId ?? null;
}

async function register(tx: Tx, arrival: Arrival): Promise<string> {
  const { provider, profile, termsAccepted } = arrival;
  const { termsRevision } = await checkSignUp(tx, { termsAccepted }).catch((error: unknown) => {
    const wantsTerms = isAppError(error) && error.code === 'invalid_request';
    throw wantsTerms ? failSignIn('terms_not_accepted') : error;
  });
  const { id } = await registerMember(tx, {
    name: toMemberName(profile.name),
    email: profile.email ?? makeNoAddress(),
    emailVerified: profile.email !== null,
    identity: { issuer: provider, subject: profile.subject },
    termsRevision,
  });
  await useIdentity(tx, arrival);
  return id;
}

/** What people call themselves elsewhere can be anything: without what cannot be seen or stored, and as long as names are here. */
function toMemberName(name: string): string {
  return Array.from(toPlainLine(name)).slice(0, nameCharactersMax).join('').trim() || 'Member';
}
