import type { Permission } from '@coinslot/shared/permissions.ts';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
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
 * Who may call a route. `member` = anybody who is signed in; a permission = members whose roles hold it; `worker-token` = no
 * browser at all, the route checks the credential itself.
 */
export type RouteAccess = 'public' | 'member' | 'worker-token' | Permission;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** Must be stated on every route that changes something. True = refuses a request without Idempotency-Key. */
    idempotent?: boolean;
    /** Leaves the shared per-member limit alone because the route has its own (or is a stream). */
    ownRateLimit?: boolean;
  }
  interface FastifyRequest {
    /** Who is signed in, when somebody is and the route is not a worker's. */
    member: Member | null;
  }
}
