import {
  EmailTokenRequest,
  EmailVerified,
  ForgotPasswordRequest,
  PasswordReset,
  ResetPasswordRequest,
  SecondFactorRequest,
  SignInAnswer,
} from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { addressOf } from '../../http/limit-requests.ts';
import { askToResetPassword } from './email/ask-for-links.ts';
import { verifyLink } from './email/verify-link.ts';
import type { Passwords } from './passwords/passwords.ts';
import { resetPassword } from './passwords/set-password.ts';
import { finishSecondFactor } from './second-factor/finish-second-factor.ts';

const open = {
  access: 'public',
  readsSession: false,
  idempotent: false,
  // A class behind one router has one address. What is guessed here has 256 bits, or a limit of its own for each account.
  rateLimit: { max: 300, timeWindow: '5 minutes', keyGenerator: addressOf },
} as const;

/** What works without a session: links from mails, and the second half of a sign-in. */
export function registerLinkRoutes(app: BrokerApp, ctx: BrokerContext, passwords: Passwords): void {
  app.post(
    '/api/v1/email/verify',
    {
      config: { ...open, hasSecretBody: true },
      schema: { body: EmailTokenRequest, response: { 200: EmailVerified } },
    },
    (request) => verifyLink(ctx, passwords, request.body, request),
  );
  app.post(
    '/api/v1/password/forgot',
    { config: open, schema: { body: ForgotPasswordRequest, response: { 202: z.null() } } },
    async (request, reply) => {
      await askToResetPassword(ctx, request.body.email);
      return reply.status(202).send(null);
    },
  );
  app.post(
    '/api/v1/password/reset',
    {
      config: { ...open, hasSecretBody: true },
      schema: { body: ResetPasswordRequest, response: { 200: PasswordReset } },
    },
    async (request) => ({ waysLeft: await resetPassword(ctx, passwords, request.body, request) }),
  );
  app.post(
    '/api/v1/sign-in/second-factor',
    { config: open, schema: { body: SecondFactorRequest, response: { 200: SignInAnswer } } },
    (request, reply) => finishSecondFactor(ctx, request.body, { request, reply }),
  );
}
