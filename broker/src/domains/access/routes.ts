import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import type { ReadOpenSessions } from '../../live/watch-sessions.ts';
import type { WorkerLinks } from '../fleet/index.ts';
import { registerTcpRoute } from './gateway/register-tcp-route.ts';
import { registerLiveView } from './live-view/routes.ts';
import { createWorkerDialler } from './streams/dial-worker.ts';
import { openLines } from './streams/lines.ts';
import type { AccessParts } from './streams/open-line.ts';
import { registerStreamSocket } from './streams/register-stream-socket.ts';
import { createUseNotes } from './streams/use-notes.ts';
import { createVisits } from './streams/visits.ts';
import { registerTerminalRoute } from './terminals/register-terminal-route.ts';

/**
 * Ways from a member's or an admin's page through broker and worker: terminals, connections to machines, looks at labs' pages. They are
 * served by the broker that holds the worker's socket; another one answers `not_held`.
 */
export function registerAccessRoutes(
  app: BrokerApp,
  ctx: BrokerContext,
  { links, readOpenSessions }: { links: WorkerLinks; readOpenSessions: ReadOpenSessions },
): void {
  const dialler = createWorkerDialler(ctx, links);
  const lines = openLines(ctx, readOpenSessions);
  const uses = createUseNotes(ctx);
  const parts: AccessParts = { ctx, lines, dialler, opening: new Map(), uses, visits: createVisits(ctx) };
  app.addHook('preClose', async () => {
    dialler.close();
    await lines.close();
    await uses.close();
  });
  registerStreamSocket(app, dialler, ctx.config.live.keepAliveMs);
  registerTerminalRoute(app, parts);
  registerTcpRoute(app, parts);
  registerLiveView(app, parts);
}
