import { fastifyHelmet } from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { BrokerContext } from './context.ts';
import { registerAccessRoutes } from './domains/access/index.ts';
import { registerAccountDataRoutes } from './domains/account-data/index.ts';
import {
  chooseCookies,
  countUnconfirmed,
  listOpenSessions,
  openPasswords,
  readMember,
  readTokenOf,
  registerAccountRoutes,
  registerAuthRoutes,
  sessionCookieName,
} from './domains/accounts/index.ts';
import { registerAnnouncementRoutes } from './domains/announcements/index.ts';
import {
  listWorkingKeys,
  readKeyMember,
  registerDeviceRoutes,
  registerKeyRoutes,
} from './domains/api-keys/index.ts';
import { registerAuditRoutes } from './domains/audit/index.ts';
import { registerCanaryRoutes } from './domains/canaries/index.ts';
import { registerCatalogRoutes } from './domains/catalog/index.ts';
import { registerDiscordAdminRoutes, registerDiscordRoutes } from './domains/discord/index.ts';
import { createWorkerLinks, registerFleetRoutes, registerWorkerSocket } from './domains/fleet/index.ts';
import { registerIncidentRoutes } from './domains/incidents/index.ts';
import { registerLabRoutes } from './domains/labs/index.ts';
import { registerAdminMachineRoutes, registerMachineRoutes } from './domains/machines/index.ts';
import { registerTunnelRoutes } from './domains/names/index.ts';
import { registerNotificationRoutes } from './domains/notifications/index.ts';
import { isMailConfigured, registerMessageRoutes } from './domains/outbox/index.ts';
import { registerOverviewRoutes } from './domains/overview/index.ts';
import { registerRoleRoutes } from './domains/roles/index.ts';
import { readSettings, registerSettingsRoutes, registerSiteRoutes } from './domains/settings/index.ts';
import { listOpenProviders, registerSignInRoutes } from './domains/sign-in/index.ts';
import { registerUserRoutes } from './domains/users/index.ts';
import { registerVoucherRoutes } from './domains/vouchers/index.ts';
import { countWelcomeGrants, registerWalletRoutes, setWelcomeCampaign } from './domains/wallet/index.ts';
import { answerBadAddress, installErrorAnswers } from './http/answer-errors.ts';
import type { BrokerApp } from './http/broker-app.ts';
import { fail } from './http/errors.ts';
import { installGuard } from './http/guard.ts';
import { callerOf, createRequestLimit } from './http/limit-requests.ts';
import { observeRequests } from './http/observe-requests.ts';
import { openApiPrefix, registerOpenApi } from './http/open-api/register-open-api.ts';
import { refuseNul } from './http/refuse-nul.ts';
import { refuseWhileClosing } from './http/refuse-while-closing.ts';
import { registerWebFiles } from './http/web-files.ts';
import { type LiveWatchers, openLiveWatchers } from './live/live-watchers.ts';
import type { ReadOpenSessions } from './live/watch-sessions.ts';
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
    // refuse-while-closing.ts says it as problem details, with the time to come again.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBadAddress,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  installErrorAnswers(app);
  observeRequests(app, ctx);

  // Before everything that refuses: it closes the connection of an upgrade that was refused, which nobody else would ever do.
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
  refuseWhileClosing(app);

  // The guard counts every request; routes count what they name more narrowly (config.rateLimit).
  await app.register(rateLimit, {
    global: false,
    keyGenerator: callerOf,
    errorResponseBuilder: (_, limit) =>
      fail('rate_limited', { retryAfterSeconds: Math.ceil(limit.ttl / 1000) }),
  });
  installGuard(app, {
    publicPrefixes: [openApiPrefix],
    allowedOrigins: new Set([ctx.config.http.publicUrl]),
    readMember: (request, reply) => readMember(ctx, request, reply),
    readSessionToken: (request) => readTokenOf(ctx, request),
    readKey: (secret, request) => readKeyMember(ctx.db, secret, request.ip),
    limit: createRequestLimit(app, ctx),
    adminsNeedSecondFactor: async () => (await readSettings(ctx)).members.values.adminsNeedSecondFactor,
  });
  const https = ctx.config.http.publicUrl.startsWith('https:');
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: https,
  });
  // It would make its policy anew for each request.
  const sendPolicy = fastifyHelmet.contentSecurityPolicy({ directives: contentSecurity(https) });
  app.addHook('onRequest', (request, reply, done) => sendPolicy(request.raw, reply.raw, done));
  refuseNul(app);
  await registerOpenApi(app, ctx, sessionCookieName(chooseCookies(ctx.config.http.publicUrl).prefix));
  const watchers = openLiveWatchers(ctx, (ids) => listOpenIdentities(ctx, ids));
  app.addHook('preClose', () => watchers.close());

  registerDomains(app, ctx, watchers);
  registerHealthRoutes(app, ctx, readLoops);
  await registerWebFiles(app, ctx);
  return app;
}

/** The table of contents: every domain's routes. */
function registerDomains(app: BrokerApp, ctx: BrokerContext, watchers: LiveWatchers): void {
  const passwords = openPasswords();
  registerAuthRoutes(app, ctx, passwords);
  registerAccountRoutes(app, ctx, passwords, () => listOpenProviders(ctx));
  registerAccountDataRoutes(app, ctx);
  registerKeyRoutes(app, ctx);
  registerDeviceRoutes(app, ctx);
  registerSignInRoutes(app, ctx);
  registerDiscordRoutes(app, ctx);
  registerDiscordAdminRoutes(app, ctx);
  registerTunnelRoutes(app, ctx);
  registerWalletRoutes(app, ctx);
  registerVoucherRoutes(app, ctx);
  registerNotificationRoutes(app, ctx);
  registerAnnouncementRoutes(app, ctx);
  registerMessageRoutes(app, ctx);
  registerAuditRoutes(app, ctx);
  registerOverviewRoutes(app, ctx);
  registerIncidentRoutes(app, ctx);
  registerUserRoutes(app, ctx);
  registerRoleRoutes(app, ctx);
  registerSettingsRoutes(app, ctx, {
    setWelcome: setWelcomeCampaign,
    countWelcomeGrants,
    countUnconfirmed,
    isMailConfigured: (db) => isMailConfigured(ctx, db),
  });
  registerSiteRoutes(app, ctx);
  registerCatalogRoutes(app, ctx);
  registerLabRoutes(app, ctx);
  registerCanaryRoutes(app, ctx);
  registerMachineRoutes(app, ctx, watchers);
  registerAdminMachineRoutes(app, ctx);
  registerFleetRoutes(app, ctx, watchers);
  const links = createWorkerLinks();
  registerWorkerSocket(app, ctx, links);
  registerAccessRoutes(app, ctx, { links, readOpenSessions: (ids) => listOpenIdentities(ctx, ids) });
}

/** Of what pages and programs are signed in with: the sessions and API keys that still are. */
async function listOpenIdentities(
  { db, config }: BrokerContext,
  ids: readonly string[],
): ReturnType<ReadOpenSessions> {
  const sessions = await listOpenSessions(db, ids, config.accounts.sessionMaxAgeMs);
  const others = ids.filter((id) => !sessions.has(id));
  return others.length === 0 ? sessions : new Map([...sessions, ...(await listWorkingKeys(db, others))]);
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
