import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Machine } from '../store/machines.ts';
import { findMachine } from '../store/machines.ts';
import type { Session } from '../store/sessions.ts';
import { closeSession, findSession } from '../store/sessions.ts';
import type { PageName } from '../switches/switches.ts';
import type { PageParts } from './register-pages.ts';

export const sessionCookie = 'lab_session';
const MachineParams = z.object({ id: z.string() });

declare module 'fastify' {
  interface FastifyContextConfig {
    page?: PageName;
  }
  interface FastifyRequest {
    session: Session | null;
    machine: Machine | null;
  }
}

/**
 * Stands before every page (each route with `config.page`): own host names only, posts only from the lab's
 * own pages, a session everywhere but at the sign-in, own machines only, and the operator's obstacles.
 */
export function registerGuard(app: FastifyInstance, { config, store, switches }: PageParts): void {
  const hosts = new Set([config.host, config.listen, 'localhost', '127.0.0.1', '[::1]']);
  const pagesSeen = new Map<string, number>();
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
    const token = readToken(request);
    request.session = token === null ? null : findSession(store, token);
    const username = request.session?.username ?? null;

    const slow = switches.get('slow', username);
    if (slow !== null) await delay(slow.ms);
    if (switches.get('error500', username)?.page === page && switches.take('error500', username)) {
      return await reply
        .code(500)
        .page('message', 'Something went wrong', { text: 'The lab had an internal error.' });
    }
    if (page === 'sign-in') return undefined;
    if (token === null) return reply.redirect('/sign-in', 303);
    if (request.session !== null && isWornOut(request.session)) {
      closeSession(store, token);
      request.session = null;
    }
    // As many real labs do: the sign-in page in place of the page, and status 200.
    if (request.session === null) {
      return await reply.page('sign-in', 'Sign in', {
        error: 'Your session has ended. Please sign in again.',
      });
    }
    return (
      (await meetObstacle(request, reply, request.session)) ??
      (await findOwnMachine(request, reply, request.session))
    );
  });

  function isWornOut(session: Session): boolean {
    const expires = switches.get('sessionExpires', session.username);
    if (expires === null) {
      pagesSeen.clear();
      return false;
    }
    const seen = (pagesSeen.get(session.token) ?? 0) + 1;
    pagesSeen.set(session.token, seen);
    return seen > expires.afterPages;
  }

  async function meetObstacle(
    request: FastifyRequest,
    reply: FastifyReply,
    { username, termsAccepted }: Session,
  ) {
    if (switches.get('accountBlocked', username) !== null) {
      const text = 'This account has been suspended. Please contact the lab.';
      return await reply.code(403).page('message', 'Account suspended', { text });
    }
    if (switches.get('captcha', username) !== null) return await reply.page('captcha', 'Prove you are human');
    const terms = switches.get('terms', username) !== null && !termsAccepted && request.url !== '/terms';
    return terms ? await reply.page('terms', 'New terms of use') : undefined;
  }

  // Another account's machine is as unknown as none.
  async function findOwnMachine(request: FastifyRequest, reply: FastifyReply, session: Session) {
    const params = MachineParams.safeParse(request.params);
    if (!params.success) return undefined;
    const machine = findMachine(store, params.data.id);
    if (machine === null || machine.accountId !== session.accountId) return await replyNotFound(reply);
    request.machine = machine;
    return undefined;
  }
}

export function replyNotFound(reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(404).page('message', 'Not found', { text: 'There is no such page or machine.' });
}

/** The session that the guard found. @throws Error on a route without the guard. */
export function requireSession({ session }: FastifyRequest): Session {
  if (session === null) throw new Error('This route needs a session.');
  return session;
}

/** The session's own machine, as the address names it. @throws Error on a route without `:id`. */
export function requireMachine({ machine }: FastifyRequest): Machine {
  if (machine === null) throw new Error('This route needs a machine.');
  return machine;
}

function readToken(request: FastifyRequest): string | null {
  const cookie = request.cookies[sessionCookie];
  const opened = cookie === undefined ? null : request.unsignCookie(cookie);
  return opened?.valid ? opened.value : null;
}

// Browsers always say where a form came from; a client that says nothing carries no one's cookie.
function isFromOwnPage(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) return URL.canParse(origin) && new URL(origin).host === request.host;
  return site === undefined || site === 'same-origin';
}
