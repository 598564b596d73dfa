import { errorCatalogue } from '@coinslot/shared/error-codes.ts';
import type { FastifyContextConfig, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Member } from '../domains/accounts/index.ts';
import type { BrokerApp, GuardedRoute, RouteAccess, RouteScope } from './broker-app.ts';
import { fail } from './errors.ts';

/** For whom the page was drawn on which an act began; programs send none. */
const ownerHeader = 'coinslot-member';
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
  /** Whom an API key speaks for, and what a route that reads the session by itself asks with. Null = it is no key of ours. */
  readKey: (
    secret: string,
    request: FastifyRequest,
  ) => Promise<{ member: Member; credential: string } | null>;
  /** Whether routes that ask for a permission want an authenticator app or passkey as well. */
  adminsNeedSecondFactor: () => Promise<boolean>;
  /** Counts the request for whoever sent it, known or not; throws rate_limited. */
  limit: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/**
 * The one guard. A route that does not say who may call it cannot be registered. Every request passes: origin, then who is
 * signed in, then how many there were, then whether that is the member whose page asks, then what the route asks for, then the
 * Idempotency-Key. With an API key no cookie counts, and so
 * no page of another site can use it: its origin does not matter.
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
    const { access } = request.routeOptions.config;
    if (access === undefined || access === 'public' || access === 'worker-token') {
      await admitAnybody(options, request, reply);
      return;
    }
    const secret = readBearer(request);
    if (secret === null) await admitSession(options, request, reply, access);
    else await admitKey(options, request, reply, secret, access);
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

/** The member for whom the page was drawn that asks: a route that reads the session by itself compares them by itself. */
export function readPageOwner({ headers }: FastifyRequest): string | null {
  const owner = headers[ownerHeader];
  return typeof owner === 'string' ? owner : null;
}

type GuardedAccess = Exclude<RouteAccess, 'public' | 'worker-token'>;

async function admitAnybody(
  options: GuardOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { access, scope, idempotent, needsOrigin, readsSession } = request.routeOptions.config;
  const secret = access === 'public' ? readBearer(request) : null;
  if (secret !== null && scope !== undefined) {
    await admitKey(options, request, reply, secret, 'public');
    return;
  }
  if (access === 'public') {
    if (needsOrigin !== false && mustProveOrigin(request)) checkOrigin(request, options.allowedOrigins);
    if (readsSession !== false && secret === null) request.member = await options.readMember(request, reply);
  }
  await options.limit(request, reply);
  if (access === 'public' && idempotent === true) checkIdempotencyKey(request);
}

async function admitSession(
  options: GuardOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  access: GuardedAccess,
): Promise<void> {
  if (mustProveOrigin(request)) checkOrigin(request, options.allowedOrigins);
  if (request.routeOptions.config.readsSession === 'by-itself') {
    request.sessionToken = options.readSessionToken(request);
    await options.limit(request, reply);
    requireSessionToken(request);
    return;
  }
  request.member = await options.readMember(request, reply);
  await options.limit(request, reply);
  checkOwner(request, request.member);
  checkAccess(request.member, access);
  checkViewing(request);
  if (access !== 'member') await checkSecondFactor(options, request);
  if (request.routeOptions.config.fresh === true && request.member?.fresh !== true) {
    throw fail('reauthentication_required');
  }
}

async function admitKey(
  options: GuardOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
  access: GuardedAccess | 'public',
): Promise<void> {
  const found = await options.readKey(secret, request);
  request.member = found?.member ?? null;
  await options.limit(request, reply);
  if (found === null) {
    throw fail('unauthenticated', { detail: 'This API key is wrong, expired or revoked. Make a new one.' });
  }
  checkScope(found.member, scopeOf(request.routeOptions.config));
  if (access !== 'public') checkAccess(found.member, access);
  if (access !== 'public' && access !== 'member') await checkSecondFactor(options, request);
  if (request.routeOptions.config.readsSession === 'by-itself') request.sessionToken = found.credential;
}

function checkRoute(route: RouteOptions): GuardedRoute[] {
  const config = route.config ?? {};
  return [route.method].flat().map((method) => {
    const access = requireAccess(`${method} ${route.url}`, method, config);
    return {
      method,
      url: route.url,
      access,
      scope: scopeOf(config),
      needsOrigin: config.needsOrigin ?? true,
      idempotent: config.idempotent ?? false,
      isSocket: config.upgradesTo !== undefined,
      whileViewing: config.whileViewing ?? 'as-reads',
      fresh: config.fresh === true,
    };
  });
}

function requireAccess(name: string, method: string, config: FastifyContextConfig): RouteAccess {
  const { access, idempotent, scope } = config;
  if (access === undefined) {
    throw new Error(`the route ${name} does not say who may call it: config.access`);
  }
  if (!safeMethods.has(method) && idempotent === undefined) {
    throw new Error(`the route ${name} changes something and must say config.idempotent`);
  }
  if (access === 'member' && scope === undefined) {
    throw new Error(`the route ${name} does not say what an API key needs: config.scope`);
  }
  checkReading(name, access, config);
  return access;
}

function checkReading(
  name: string,
  access: RouteAccess,
  { scope, readsSession, needsOrigin, fresh }: FastifyContextConfig,
): void {
  if (readsSession === 'by-itself' && access !== 'member') {
    throw new Error(`the route ${name} reads the session by itself, so it can ask for no permission`);
  }
  if (needsOrigin === false && (access !== 'public' || readsSession !== false)) {
    throw new Error(`the route ${name} reads a cookie, so it cannot do without the page's origin`);
  }
  if (fresh === true && (isOpen(access) || readsSession !== undefined || (scope ?? 'none') !== 'none')) {
    throw new Error(
      `the route ${name} asks for a fresh session, so the guard must read one and no API key may do`,
    );
  }
}

/** What an API key must hold for a route, also where the route does not say so. */
export function scopeOf({
  access,
  scope,
  fresh,
}: Pick<FastifyContextConfig, 'access' | 'scope' | 'fresh'>): RouteScope {
  if (scope !== undefined) return scope;
  if (fresh === true) return 'none';
  return isOpen(access) ? 'none' : 'admin';
}

function isOpen(access: RouteAccess | undefined): boolean {
  return access === undefined || access === 'public' || access === 'worker-token';
}

// Another scheme is none of ours: a proxy in front may ask browsers for a password of its own.
function readBearer(request: FastifyRequest): string | null {
  return /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

// A socket's upgrade is a GET, but it carries cookies from any page: it proves its origin like a write.
function mustProveOrigin(request: FastifyRequest): boolean {
  return !safeMethods.has(request.method) || request.headers.upgrade !== undefined;
}

function checkOrigin(request: FastifyRequest, allowed: ReadonlySet<string>): void {
  const { origin } = request.headers;
  if (origin === undefined || !allowed.has(origin)) throw fail('origin_refused');
}

function checkScope({ apiKey }: Member, scope: RouteScope): void {
  if (scope === 'none') throw fail('key_not_allowed');
  if (scope === 'any') return;
  if (apiKey?.scopes.includes(scope) !== true) throw fail('scope_missing', { params: { scope } });
}

function checkAccess(member: Member | null, access: GuardedAccess): void {
  if (member === null) throw fail('unauthenticated');
  if (access === 'member') return;
  const anyOf = typeof access === 'string' ? [access] : access;
  if (!anyOf.some((permission) => member.permissions.includes(permission))) throw fail('forbidden');
}

// A page repeats its act until it has an answer, whoever has signed in meanwhile in another of the browser's windows. What ends a view is
// also for a page that was drawn for its member after the view ran out: the admin is themselves again then, and the page learns it so.
function checkOwner(request: FastifyRequest, member: Member | null): void {
  if (member === null || request.routeOptions.config.whileViewing === 'allowed') return;
  const owner = readPageOwner(request);
  if (owner !== null && owner !== member.id) throw fail('signed_in_as_another');
}

// Who looks through a member's eyes has no permission, so no page of an admin opens either.
function checkViewing({ member, method, routeOptions: { config } }: FastifyRequest): void {
  if (member === null || member.viewer === null || config.whileViewing === 'allowed') return;
  if (!safeMethods.has(method) || config.whileViewing === 'refused') throw fail('viewing_as');
}

async function checkSecondFactor(options: GuardOptions, { member }: FastifyRequest): Promise<void> {
  if (member?.secondFactor === false && (await options.adminsNeedSecondFactor())) {
    throw fail('second_factor_needed');
  }
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
