import type { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ZodType } from 'zod';
import type { Member } from '../domains/accounts/index.ts';

/** The server as every domain's routes see it: schemas are zod. */
export type BrokerApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * Who may call a route. `member` = anybody who is signed in; a permission = members whose roles hold it (of a list: any of them);
 * `worker-token` = no browser at all, the route checks the credential itself.
 */
export type RouteAccess = 'public' | 'member' | 'worker-token' | Permission | readonly Permission[];

/** What an API key must hold to use a route; `any` = every key may; `none` = no key may, only a browser's session. */
export type RouteScope = ApiKeyScope | 'any' | 'none';

/** One registered route, as the guard sees it. */
export interface GuardedRoute {
  method: string;
  url: string;
  access: RouteAccess;
  scope: RouteScope;
  needsOrigin: boolean;
  idempotent: boolean;
  isSocket: boolean;
  whileViewing: 'allowed' | 'refused' | 'as-reads';
  fresh: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every registered route, in order; the walk over all routes reads it. */
    guardedRoutes: GuardedRoute[];
  }
  interface FastifyContextConfig {
    access?: RouteAccess;
    /**
     * What an API key must hold; must be stated for members. Routes that ask for a permission default to `admin`, others to `none`. On a
     * public route: with which scope a key says who asks.
     */
    scope?: RouteScope;
    /** `false` = programs without a session may change something here: nothing is read from a cookie. */
    needsOrigin?: false;
    /** Must be stated on every route that changes something. True = refuses a request without Idempotency-Key. */
    idempotent?: boolean;
    /**
     * True = only a browser's session whose member proved to be it within the last ten minutes (accounts/read-member.ts): what protects
     * an account, or gives rights. Never with an API key: its scope is `none`.
     */
    fresh?: true;
    /** True = a repeat would move coins again, so its Idempotency-Keys are kept for ever. */
    movesCoins?: true;
    /** True = the body carries a password, so not even its plain hash is kept with the Idempotency-Key. */
    hasSecretBody?: true;
    /** While an admin looks through a member's eyes: `allowed` = although it changes something; `refused` = although it only reads. */
    whileViewing?: 'allowed' | 'refused';
    /** What is answered with 200 by no serializer (a stream, a file): content type → its schema. Only for the API's document. */
    sends?: Readonly<Record<string, ZodType>>;
    /** With an upgrade it is a WebSocket whose messages are these, as JSON. Only for the API's document. */
    upgradesTo?: ZodType;
    /**
     * `false` = who is signed in is not looked up, because the route does not care (files, health). `by-itself` = the route's own
     * statement looks the session up by `request.sessionToken`, compares its member with the page's (`readPageOwner`) and refuses; the guard
     * has only checked the cookie's signature.
     */
    readsSession?: false | 'by-itself';
  }
  interface FastifyRequest {
    /** Who is signed in, by a session or an API key, when somebody is and the route is not a worker's. */
    member: Member | null;
    /** The session's token, or what stands for an API key (api-keys/credential.ts), on routes that read the session by themselves. */
    sessionToken: string | null;
    /** Whose act it was, for the log, when the route's own statement has found out. */
    actorId: string | null;
  }
}
