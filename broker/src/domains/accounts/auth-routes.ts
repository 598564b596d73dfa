import {
  SignInAnswer,
  SignInRequest,
  SignUpAnswer,
  SignUpRequest,
} from '@coinslot/shared/http/account-security.ts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { addressOf } from '../../http/limit-requests.ts';
import type { AuthContext } from './auth-context.ts';
import type { Passwords } from './passwords/passwords.ts';
import { signIn } from './passwords/sign-in.ts';
import { signUp } from './passwords/sign-up.ts';
import { signOut } from './sessions/sign-out.ts';

/** Registering and signing in with address and password, and signing out. */
export function registerAuthRoutes(app: BrokerApp, ctx: AuthContext, passwords: Passwords): void {
  app.post(
    '/api/auth/sign-up/email',
    {
      config: {
        access: 'public',
        idempotent: false,
        rateLimit: perAddress(ctx.config.accounts.signUpsPerHour),
      },
      schema: { body: SignUpRequest, response: { 200: SignUpAnswer } },
    },
    (request, reply) => signUp(ctx, passwords, request.body, { request, reply }),
  );
  app.post(
    '/api/auth/sign-in/email',
    {
      config: {
        access: 'public',
        idempotent: false,
        rateLimit: perAccountAndAddress(ctx.config.accounts.signInTriesPer5Minutes),
      },
      onRequest: limitAddress(app, ctx.config.accounts.signInsPerMinute),
      schema: { body: SignInRequest, response: { 200: SignInAnswer } },
    },
    (request, reply) => signIn(ctx, passwords, request.body, { request, reply }),
  );
  app.post(
    '/api/auth/sign-out',
    {
      config: { access: 'public', readsSession: false, idempotent: false },
      schema: { response: { 204: z.null() } },
    },
    async (request, reply) => {
      await signOut(ctx, request, reply);
      return reply.status(204).send(null);
    },
  );
}

function perAddress(most: number) {
  return { max: most, timeWindow: '1 hour', groupId: 'sign-up', keyGenerator: addressOf };
}

// Beside the limit of one account: each try costs a hash, also for an account that does not exist. A route has one limit by
// its configuration only, so this one is asked by hand.
function limitAddress(app: BrokerApp, most: number) {
  const count = app.createRateLimit({ max: most, timeWindow: '1 minute', keyGenerator: addressOf });
  return async (request: FastifyRequest) => {
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded) {
      throw fail('rate_limited', { retryAfterSeconds: counted.ttlInSeconds });
    }
  };
}

// In preHandler, because the account stands in the body. The address alone, this low, would lock out a class behind one router.
function perAccountAndAddress(most: number) {
  return {
    max: most,
    timeWindow: '5 minutes',
    hook: 'preHandler' as const,
    groupId: 'sign-in',
    keyGenerator: (request: FastifyRequest) =>
      `${addressOf(request)} ${SignInRequest.safeParse(request.body).data?.email ?? ''}`,
  };
}
