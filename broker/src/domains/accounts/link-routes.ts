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
import { askToResetPassword } from './email/ask-for-links.ts';
import { verifyLink } from './email/verify-link.ts';
import { openRoute } from './open-route.ts';
import type { Passwords } from './passwords/passwords.ts';
import { resetPassword } from './passwords/set-password.ts';
import { finishSecondFactor } from './second-factor/finish-second-factor.ts';

/** What works without a session: links from mails, and the second half of a sign-in. */
export function registerLinkRoutes(app: BrokerApp, ctx: BrokerContext, passwords: Passwords): void {
  app.post(
    '/api/v1/email/verify',
    {
      config: { ...openRoute, hasSecretBody: true },
      schema: { body: EmailTokenRequest, response: { 200: EmailVerified } },
    },
    (request) => verifyLink(ctx, passwords, request.body, request),
  );
  app.post(
    '/api/v1/password/forgot',
    { config: openRoute, schema: { body: ForgotPasswordRequest, response: { 202: z.null() } } },
    async (request, reply) => {
      await askToResetPassword(ctx, request.body.email);
      return reply.status(202).send(null);
    },
  );
  app.post(
    '/api/v1/password/reset',
    {
      config: { ...openRoute, hasSecretBody: true },
      schema: { body: ResetPasswordRequest, response: { 200: PasswordReset } },
    },
    async (request) => ({ waysLeft: await resetPassword(ctx, passwords, request.body, request) }),
  );
  app.post(
    '/api/v1/sign-in/second-factor',
    { config: openRoute, schema: { body: SecondFactorRequest, response: { 200: SignInAnswer } } },
    (request, reply) => finishSecondFactor(ctx, request.body, { request, reply }),
  );
}
