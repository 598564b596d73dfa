import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import fastify, { type FastifyBaseLogger, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { BrokerContext } from './context.ts';
import {
  createAuth,
  readMember,
  registerAccountRoutes,
  registerAuthRoutes,
} from './domains/accounts/index.ts';
import { registerAuditRoutes } from './domains/audit/index.ts';
import { registerWalletRoutes } from './domains/wallet/index.ts';
import { installErrorAnswers } from './http/answer-errors.ts';
import type { BrokerApp } from './http/broker-app.ts';
import { fail } from './http/errors.ts';
import { installGuard } from './http/guard.ts';

const bodyBytesMax = 256 * 1024;
const socketMessageBytesMax = 1.5 * 1024 * 1024;

/** The server as a function: plugins, the guard, then every domain's routes. Not listening yet. */
export async function buildApp(ctx: BrokerContext): Promise<BrokerApp> {
  const loggerInstance: FastifyBaseLogger = ctx.log;
  const app: BrokerApp = fastify({
    loggerInstance,
    bodyLimit: bodyBytesMax,
    trustProxy: ctx.config.http.trustedProxies.length > 0 ? ctx.config.http.trustedProxies : false,
    requestIdLogLabel: 'requestId',
    genReqId: () => crypto.randomUUID(),
    disableRequestLogging: true,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  installErrorAnswers(app);

  const auth = createAuth(ctx);
  installGuard(app, {
    allowedOrigins: new Set([ctx.config.http.publicUrl]),
    readMember: (request, reply) => readMember(ctx, auth, request, reply),
  });
  await app.register(helmet, { contentSecurityPolicy: { directives: contentSecurity(ctx) } });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: ctx.config.http.rateLimitPerMinute,
    timeWindow: '1 minute',
    keyGenerator: (request: FastifyRequest) => request.member?.id ?? request.ip,
    errorResponseBuilder: (_, limit) =>
      fail('rate_limited', { retryAfterSeconds: Math.ceil(limit.ttl / 1000) }),
  });
  await app.register(websocket, { options: { maxPayload: socketMessageBytesMax } });

  // The table of contents: every domain's routes.
  registerAuthRoutes(app, ctx, auth);
  registerAccountRoutes(app, ctx);
  registerWalletRoutes(app, ctx);
  registerAuditRoutes(app, ctx);
  return app;
}

function contentSecurity(ctx: BrokerContext) {
  return {
    defaultSrc: ["'self'"],
    // Inline style attributes are how the component base places pop-ups.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    upgradeInsecureRequests: ctx.config.http.publicUrl.startsWith('https:') ? [] : null,
  };
}
