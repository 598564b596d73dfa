import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { sendWebResponse, toWebRequest } from './auth-request.ts';
import { type Auth, type AuthContext, withAuthTransaction } from './create-auth.ts';
import { createHashQueue } from './queue-hashes.ts';

const Credentials = z.looseObject({
  email: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(200),
});
const SignUp = Credentials.extend({ name: z.string().trim().min(1).max(80) });

/** The paths of better-auth that are open, one by one; it has more, which are not mounted. */
export function registerAuthRoutes(app: BrokerApp, ctx: AuthContext, auth: Auth): void {
  const { publicUrl } = ctx.config.http;
  const queueHash = createHashQueue();
  const pass = async (request: FastifyRequest, reply: FastifyReply) =>
    await sendWebResponse(await auth.handler(toWebRequest(request, publicUrl)), reply);

  app.post(
    '/api/auth/sign-up/email',
    {
      config: {
        access: 'public',
        idempotent: false,
        rateLimit: perAddress(ctx.config.accounts.signUpsPerHour),
      },
      schema: { body: SignUp },
    },
    async (request, reply) =>
      await sendWebResponse(
        await queueHash(() => signUp(ctx, auth, toWebRequest(request, publicUrl))),
        reply,
      ),
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
      schema: { body: Credentials },
    },
    (request, reply) => queueHash(() => pass(request, reply)),
  );
  app.post(
    '/api/auth/sign-out',
    { config: { access: 'public', readsSession: false, idempotent: false } },
    async (request, reply) =>
      await sendWebResponse(await signOut(ctx, auth, toWebRequest(request, publicUrl)), reply),
  );
  // better-auth would answer for a disabled account too; the guard knows better.
  app.get('/api/auth/get-session', { config: { access: 'public' } }, async (request, reply) =>
    request.member === null ? await sendWebResponse(Response.json(null), reply) : await pass(request, reply),
  );
}

/** Member, identity, session, wallet and welcome coins in one transaction. */
async function signUp(ctx: AuthContext, auth: Auth, request: Request): Promise<Response> {
  const refused = Symbol('refused');
  let answer = new Response();
  try {
    await inTransaction(ctx.db, async (tx) => {
      answer = await withAuthTransaction(tx, () => auth.handler(request.clone()));
      if (!answer.ok) throw new Error('refused', { cause: refused });
    });
  } catch (error) {
    if (!(error instanceof Error && error.cause === refused)) throw error;
  }
  return answer;
}

// better-auth answers 200 and forgets the cookie also when the session could not be deleted. A statement that failed inside
// the transaction makes the next one fail too, and a database that is away refuses the transaction itself.
async function signOut(ctx: AuthContext, auth: Auth, request: Request): Promise<Response> {
  try {
    return await inTransaction(ctx.db, async (tx) => {
      const answer = await withAuthTransaction(tx, () => auth.handler(request.clone()));
      await tx.execute(sql`select 1`);
      return answer;
    });
  } catch (error) {
    ctx.log.warn({ err: error }, 'a session could not be ended');
    throw fail('unavailable', { retryAfterSeconds: 2 });
  }
}

function perAddress(most: number) {
  return {
    max: most,
    timeWindow: '1 hour',
    groupId: 'sign-up',
    keyGenerator: (request: FastifyRequest) => request.ip,
  };
}

// Beside the limit of one account: each try costs a hash, also for an account that does not exist. A route has one limit by
// its configuration only, so this one is asked by hand.
function limitAddress(app: BrokerApp, most: number) {
  const count = app.createRateLimit({
    max: most,
    timeWindow: '1 minute',
    keyGenerator: (request: FastifyRequest) => request.ip,
  });
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
      `${request.ip} ${Credentials.safeParse(request.body).data?.email.toLowerCase() ?? ''}`,
  };
}
