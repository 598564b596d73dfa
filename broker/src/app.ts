import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { BrokerContext } from './context.ts';
import {
  chooseCookies,
  createAuth,
  listOpenSessions,
  readMember,
  readTokenOf,
  registerAccountRoutes,
  registerAuthRoutes,
  sessionCookieName,
} from './domains/accounts/index.ts';
import { registerAuditRoutes } from './domains/audit/index.ts';
import { registerCatalogRoutes } from './domains/catalog/index.ts';
import { registerFleetRoutes, registerWorkerSocket } from './domains/fleet/index.ts';
import { registerLabRoutes } from './domains/labs/index.ts';
import { registerAdminMachineRoutes, registerMachineRoutes } from './domains/machines/index.ts';
import { registerWalletRoutes } from './domains/wallet/index.ts';
import { answerBadAddress, installErrorAnswers } from './http/answer-errors.ts';
import type { BrokerApp } from './http/broker-app.ts';
import { fail } from './http/errors.ts';
import { installGuard } from './http/guard.ts';
import { observeRequests } from './http/observe-requests.ts';
import { openApiPrefix, registerOpenApi } from './http/open-api/register-open-api.ts';
import { refuseNul } from './http/refuse-nul.ts';
import { registerWebFiles } from './http/web-files.ts';
import { openLiveWatchers } from './live/live-watchers.ts';
import { type LoopHealth, registerHealthRoutes } from './observability/health-routes.ts';

const bodyBytesMax = 256 * 1024;
const socketMessageBytesMax = 1.5 * 1024 * 1024;

/** The server as a function: plugins, the guard, then every domain's routes. Not listening yet. */
export async function buildApp(
  ctx: BrokerContext,
  { readLoops = () => ({}) }: { readLoops?: () => LoopHealth } = {},
): Promise<BrokerApp> {
  const loggerInstance: FastifyBaseLogger = ctx.log;
  const trusted = ctx.config.http.trustedProxies;
  const app: BrokerApp = fastify({
    loggerInstance,
    bodyLimit: bodyBytesMax,
    trustProxy: trusted.length > 0 ? trusted : false,
    genReqId: () => crypto.randomUUID(),
    // observe-requests.ts writes our line.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBadAddress,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  installErrorAnswers(app);
  observeRequests(app, ctx);

  // Before the guard: it closes the connection of an upgrade that was refused, which nobody else would ever do.
  await app.register(websocket, {
    options: { maxPayload: socketMessageBytesMax },
    // What a page or a worker does wrong is not our error.
    errorHandler(error, socket, request) {
      request.log.warn({ err: error }, 'a socket broke');
      socket.terminate();
    },
    // Its own way would drop the sockets; their owners say goodbye with 1012, so that workers come back.
    preClose: (done) => done(),
  });

  const auth = createAuth(ctx);
  installGuard(app, {
    publicPrefixes: [openApiPrefix],
    allowedOrigins: new Set([ctx.config.http.publicUrl]),
    readMember: (request, reply) => readMember(ctx, auth, request, reply),
    readSessionToken: (request) => readTokenOf(ctx, request),
  });
  const https = ctx.config.http.publicUrl.startsWith('https:');
  await app.register(helmet, {
    contentSecurityPolicy: { directives: contentSecurity(https) },
    strictTransportSecurity: https,
  });
  await app.register(rateLimit, {
    max: ctx.config.http.rateLimitPerMinute,
    timeWindow: '1 minute',
    keyGenerator: (request: FastifyRequest) => request.member?.id ?? request.sessionToken ?? request.ip,
    errorResponseBuilder: (_, limit) =>
      fail('rate_limited', { retryAfterSeconds: Math.ceil(limit.ttl / 1000) }),
  });
  refuseNul(app);
  await registerOpenApi(app, ctx, sessionCookieName(chooseCookies(ctx.config.http.publicUrl).prefix));
  const { sessionMaxAgeMs } = ctx.config.accounts;
  const watchers = openLiveWatchers(ctx, (sessionIds) =>
    listOpenSessions(ctx.db, sessionIds, sessionMaxAgeMs),
  );
  app.addHook('preClose', () => watchers.close());

  // The table of contents: every domain's routes.
  registerAuthRoutes(app, ctx, auth);
  registerAccountRoutes(app, ctx);
  registerWalletRoutes(app, ctx);
  registerAuditRoutes(app, ctx);
  registerCatalogRoutes(app, ctx);
  registerLabRoutes(app, ctx);
  registerMachineRoutes(app, ctx, watchers);
  registerAdminMachineRoutes(app, ctx);
  registerFleetRoutes(app, ctx, watchers);
  registerWorkerSocket(app, ctx);
  registerHealthRoutes(app, ctx, readLoops);
  await registerWebFiles(app, ctx);
  return app;
}

function contentSecurity(https: boolean) {
  return {
    defaultSrc: ["'self'"],
    // Inline style attributes are how the component base places pop-ups.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    upgradeInsecureRequests: https ? [] : null,
  };
}
