import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '../store/accounts.ts';
import { findMachine, type ShownMachine } from '../store/machines.ts';
import type { PageName } from '../switches/switches.ts';
import type { PageParts } from './register-pages.ts';
import type { Session, Sessions } from './sessions.ts';

export const sessionCookie = 'lab_session';
const MachineParams = z.object({ id: z.string() });

declare module 'fastify' {
  interface FastifyContextConfig {
    page?: PageName;
  }
  interface FastifyRequest {
    session: Session | null;
    machine: ShownMachine | null;
  }
}

/**
 * Stands before every page (each route with `config.page`): own host names only, posts only from the lab's
 * own pages, a session everywhere but at the sign-in, own machines only, and the operator's obstacles.
 */
export function registerGuard(
  app: FastifyInstance,
  { config, store, keeper, switches }: PageParts,
  sessions: Sessions,
): void {
  const hosts = new Set([config.host, config.listen, 'localhost', '127.0.0.1', '[::1]']);
  app.decorateRequest('session', null);
  app.decorateRequest('machine', null);

  app.addHook('onRequest', async (request, reply) => {
    if (!hosts.has(request.hostname)) return reply.code(421).send('The lab has another host name.');
    if (request.method !== 'POST' || isFromOwnPage(request)) return undefined;
    return reply.code(403).send("This form was not sent from the lab's own page.");
  });

  app.addHook('preHandler', async (request, reply) => {
    const { page } = request.routeOptions.config;
    if (page === undefined) return undefined;
    const token = request.cookies[sessionCookie];
    const session = token === undefined ? null : sessions.find(token);
    request.session = session;
    const username = session?.account.username ?? null;
    await delay(switches.get('slow', username)?.ms ?? 0);
    if (switches.get('error500', username)?.page === page && switches.take('error500', username) !== null) {
      const text = 'The lab had an internal error.';
      return await reply.code(500).page('message', 'Something went wrong', { text });
    }
    if (page === 'sign-in') return undefined;
    if (token === undefined) return reply.redirect('/sign-in', 303);
    // As many real labs do: the sign-in page in place of the page, and status 200.
    if (session === null || isWornOut(session)) {
      request.session = null;
      return await reply.page('sign-in', 'Sign in', {
        error: 'Your session has ended. Please sign in again.',
      });
    }
    return (await meetObstacle(request, reply, session)) ?? (await findOwnMachine(request, reply, session));
  });

  function isWornOut(session: Session): boolean {
    const expires = switches.get('sessionExpires', session.account.username);
    session.pagesSeen = expires === null ? 0 : session.pagesSeen + 1;
    if (expires === null || session.pagesSeen <= expires.afterPages) return false;
    return sessions.close(session);
  }

  async function meetObstacle(request: FastifyRequest, reply: FastifyReply, session: Session) {
    const { username } = session.account;
    if (switches.get('accountBlocked', username) !== null) {
      const text = 'This account has been suspended. Please contact the lab.';
      return await reply.code(403).page('message', 'Account suspended', { text });
    }
    if (switches.get('captcha', username) !== null) return await reply.page('captcha', 'Prove you are human');
    const accepted = session.termsAccepted || request.url === '/terms';
    if (switches.get('terms', username) === null || accepted) return undefined;
    return await reply.page('terms', 'New terms of use');
  }

  // Another account's machine is as unknown as none.
  async function findOwnMachine(request: FastifyRequest, reply: FastifyReply, { account }: Session) {
    const params = MachineParams.safeParse(request.params);
    if (!params.success) return undefined;
    const machine = findMachine(store, params.data.id);
    if (machine?.accountId !== account.id) return await replyNotFound(reply);
    request.machine = keeper.show(machine);
    return undefined;
  }
}

export function replyNotFound(reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(404).page('message', 'Not found', { text: 'There is no such page or machine.' });
}

/** Whose session the guard found. @throws Error on a route without the guard. */
export function requireAccount({ session }: FastifyRequest): Account {
  if (session === null) throw new Error('This route needs a session.');
  return session.account;
}

/** The session's own machine, as the address names it. @throws Error on a route without `:id`. */
export function requireMachine({ machine }: FastifyRequest): ShownMachine {
  if (machine === null) throw new Error('This route needs a machine.');
  return machine;
}

// Browsers always say where a form came from; a client that says nothing carries no one's cookie.
function isFromOwnPage(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) return URL.canParse(origin) && new URL(origin).host === request.host;
  return site === undefined || site === 'same-origin';
}
