import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LabConfig } from '../config.ts';
import type { Store } from '../store/open-store.ts';
import type { Session } from '../store/sessions.ts';
import { closeSession, findSession } from '../store/sessions.ts';
import type { PageName, SwitchBox } from '../switches/switches.ts';
import { renderPage } from './render-page.ts';

export const sessionCookie = 'lab_session';

declare module 'fastify' {
  interface FastifyContextConfig {
    page?: PageName;
  }
  interface FastifyRequest {
    session: Session | null;
  }
}

interface GuardParts {
  config: LabConfig;
  store: Store;
  switches: SwitchBox;
}

/**
 * Stands before every page (each route with `config.page`): own host names only, posts only from
 * the lab's own pages, a session everywhere but at the sign-in, and the operator's obstacles.
 */
export function registerGuard(app: FastifyInstance, parts: GuardParts): void {
  const { config, store, switches } = parts;
  const hosts = new Set([config.host, config.listen, 'localhost', '127.0.0.1', '[::1]']);
  const pagesSeen = new Map<string, number>();
  app.decorateRequest('session', null);

  app.addHook('onRequest', async (request, reply) => {
    if (!hosts.has(request.hostname))
      return reply.code(421).send('This lab does not answer to that host name.');
    if (request.method === 'POST' && !isFromOwnPage(request))
      return reply.code(403).send("This form was not sent from the lab's own page.");
  });

  app.addHook('preHandler', async (request, reply) => {
    const { page } = request.routeOptions.config;
    if (page === undefined) return;
    const token = readToken(request);
    request.session = token === null ? null : findSession(store, token);
    const username = request.session?.username ?? null;

    const slow = switches.get('slow', username);
    if (slow !== null) await delay(slow.ms);
    if (switches.get('error500', username)?.page === page && switches.take('error500', username)) {
      reply.code(500);
      return await renderPage(
        request,
        reply,
        switches,
        'message',
        { title: 'Something went wrong' },
        { text: 'The lab had an internal error.' },
      );
    }
    if (page === 'sign-in') return;
    if (token === null) return reply.redirect('/sign-in', 303);
    if (request.session !== null && isWornOut(request.session)) {
      closeSession(store, token);
      request.session = null;
    }
    // As many real labs do: the sign-in page in place of the page, and status 200.
    if (request.session === null)
      return await renderSignIn(request, reply, switches, 'Your session has ended. Please sign in again.');
    return await meetObstacle(request, reply, switches, request.session);
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
}

/** The sign-in page, with what went wrong before, if anything. */
export function renderSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  switches: SwitchBox,
  error: string | null,
): Promise<FastifyReply> {
  return renderPage(request, reply, switches, 'sign-in', { title: 'Sign in' }, { error });
}

async function meetObstacle(
  request: FastifyRequest,
  reply: FastifyReply,
  switches: SwitchBox,
  session: Session,
): Promise<FastifyReply | undefined> {
  const { username } = session;
  if (switches.get('accountBlocked', username) !== null) {
    reply.code(403);
    const text = 'This account has been suspended. Please contact the lab.';
    return await renderPage(request, reply, switches, 'message', { title: 'Account suspended' }, { text });
  }
  if (switches.get('captcha', username) !== null)
    return await renderPage(request, reply, switches, 'captcha', { title: 'Prove you are human' });
  if (
    switches.get('terms', username) !== null &&
    !session.termsAccepted &&
    request.routeOptions.url !== '/terms'
  ) {
    return await renderPage(request, reply, switches, 'terms', { title: 'New terms of use' });
  }
  return undefined;
}

function readToken(request: FastifyRequest): string | null {
  const cookie = request.cookies[sessionCookie];
  if (cookie === undefined) return null;
  const opened = request.unsignCookie(cookie);
  return opened.valid ? opened.value : null;
}

// Browsers always say where a form came from; a client that says nothing carries no one's cookie.
function isFromOwnPage(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) return URL.canParse(origin) && new URL(origin).host === request.host;
  return site === undefined || site === 'same-origin';
}
