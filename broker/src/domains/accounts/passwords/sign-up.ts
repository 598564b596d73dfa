import type { SignUpAnswer, SignUpRequest } from '@coinslot/shared/http/account-security.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../database/db.ts';
import { isMailConfigured } from '../../outbox/index.ts';
import type { AuthContext } from '../auth-context.ts';
import { requestRegistration } from '../email/request-registration.ts';
import { sendLink } from '../email/send-link.ts';
import { registerMember } from '../register-member.ts';
import { openSession } from '../sessions/open-session.ts';
import { checkSignUp } from '../site-rules.ts';
import type { Passwords } from './passwords.ts';

/**
 * Registers with address and password. Where mail is set up nothing is told about the address: a link goes to it, and the account is
 * made when the link is opened. Elsewhere the member is registered and signed in at once; the mail that verifies the address waits in the
 * outbox, where whoever runs the house finds it.
 *
 * @throws sign_up_closed, invalid_request at /termsAccepted; without mail email_taken
 */
export async function signUp(
  ctx: AuthContext,
  passwords: Passwords,
  { name, email, password, termsAccepted }: SignUpRequest,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<SignUpAnswer> {
  const { termsRevision } = await checkSignUp(ctx.db, { termsAccepted });
  const mailIsSetUp = await isMailConfigured(ctx, ctx.db);
  // Also for an address that has an account: the time tells nobody.
  const hash = await passwords.hash(password);
  const next = await inTransaction(ctx.db, async (tx): Promise<SignUpAnswer['next']> => {
    if (mailIsSetUp) {
      await requestRegistration(ctx, tx, { name, email, password: hash, termsRevision });
      return 'check_email';
    }
    const identity = { issuer: 'credential' as const, password: hash };
    const { id } = await registerMember(tx, { name, email, emailVerified: false, identity, termsRevision });
    await sendLink(ctx, tx, { kind: 'verify', userId: id, email });
    await openSession(ctx, tx, { userId: id, signedInBy: 'registration', request, reply });
    return 'done';
  });
  return { next };
}
