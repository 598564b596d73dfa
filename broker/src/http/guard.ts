import { errorCatalogue } from '@coinslot/shared/error-codes.ts';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Member } from '../domains/accounts/index.ts';
import type { BrokerApp, GuardedRoute, RouteAccess } from './broker-app.ts';
import { fail } from './errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const idempotencyKeyShape = /^[\x21-\x7e]{1,200}$/;

export interface GuardOptions {
  /** Below these addresses plugins serve what everybody may read. */
  publicPrefixes: readonly string[];
  /** Origins from which a browser may change something. */
  allowedOrigins: ReadonlySet<string>;
  readMember: (request: FastifyRequest, reply: FastifyReply) => Promise<Member | null>;
  /** The token in the session cookie when its signature is ours, else null. */
  readSessionToken: (request: FastifyRequest) => string | null;
}

/**
 * The one guard. A route that does not say who may call it cannot be registered. Every request passes: origin, then who is
 * signed in, then what the route asks for, then the Idempotency-Key.
 */
export function installGuard(app: BrokerApp, options: GuardOptions): void {
  app.decorateRequest('member', null);
  app.decorateRequest('sessionToken', null);
  app.decorateRequest('actorId', null);
  app.decorate('guardedRoutes', []);
  app.addHook('onRoute', (route) => {
    // A plugin's own routes cannot say it themselves.
    if (options.publicPrefixes.some((prefix) => `${route.url}/`.startsWith(`${prefix}/`))) {
      route.config = { ...route.config, access: 'public', readsSession: false };
    }
    app.guardedRoutes.push(...checkRoute(route));
  });
  app.addHook('onRequest', async (request, reply) => {
    const { access, readsSession } = request.routeOptions.config;
    if (access === undefined || access === 'worker-token') return;
    if (mustProveOrigin(request)) checkOrigin(request, options.allowedOrigins);
    if (readsSession === 'by-itself') {
      request.sessionToken = options.readSessionToken(request);
      requireSessionToken(request);
    } else {
      if (access !== 'public' || readsSession !== false)
        request.member = await options.readMember(request, reply);
      if (access !== 'public') checkAccess(request.member, access);
    }
    if (request.routeOptions.config.idempotent === true) checkIdempotencyKey(request);
  });
}

/** The signed-in member of a guarded route. */
export function requireMember(request: FastifyRequest): Member {
  if (request.member === null) throw fail('unauthenticated');
  return request.member;
}

/** The token of the session that a route reads by itself. It is signed by us; whether the session is still open is the route's question. */
export function requireSessionToken(request: FastifyRequest): string {
  if (request.sessionToken === null) throw fail('unauthenticated');
  return request.sessionToken;
}

function checkRoute(route: RouteOptions): GuardedRoute[] {
  const { access, idempotent, readsSession } = route.config ?? {};
  return [route.method].flat().map((method) => {
    const name = `${method} ${route.url}`;
    if (access === undefined) {
      throw new Error(`the route ${name} does not say who may call it: config.access`);
    }
    if (!safeMethods.has(method) && idempotent === undefined) {
      throw new Error(`the route ${name} changes something and must say config.idempotent`);
    }
    if (readsSession === 'by-itself' && access !== 'member') {
      throw new Error(`the route ${name} reads the session by itself, so it can ask for no permission`);
    }
    return { method, url: route.url, access, idempotent: idempotent ?? false };
  });
}

// A socket's upgrade is a GET, but it carries cookies from any page: it proves its origin like a write.
function mustProveOrigin(request: FastifyRequest): boolean {
  return !safeMethods.has(request.method) || request.headers.upgrade !== undefined;
}

function checkOrigin(request: FastifyRequest, allowed: ReadonlySet<string>): void {
  const { origin } = request.headers;
  if (origin === undefined || !allowed.has(origin)) throw fail('origin_refused');
}

function checkAccess(member: Member | null, access: Exclude<RouteAccess, 'public' | 'worker-token'>): void {
  if (member === null) throw fail('unauthenticated');
  if (access === 'member') return;
  const anyOf = typeof access === 'string' ? [access] : access;
  if (!anyOf.some((permission) => member.permissions.includes(permission))) throw fail('forbidden');
}

function checkIdempotencyKey(request: FastifyRequest): void {
  const key = request.headers['idempotency-key'];
  if (key === undefined) throw fail('idempotency_key_required');
  if (typeof key !== 'string' || !idempotencyKeyShape.test(key)) {
    throw fail('idempotency_key_required', {
      detail: `${errorCatalogue.idempotency_key_required.text} It has 1 to 200 visible ASCII characters.`,
    });
  }
}
