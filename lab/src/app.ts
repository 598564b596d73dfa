import { resolve } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import Fastify, { LogController } from 'fastify';
import { pino } from 'pino';
import type { LabConfig } from './config.ts';
import { explainMissingIsolation } from './machines/isolation.ts';
import { createKeeper } from './machines/keeper.ts';
import { recoverMachines } from './machines/recover-machines.ts';
import { registerPages } from './pages/register-pages.ts';
import { lockDataDir, openStore } from './store/open-store.ts';
import { registerOperatorRoutes } from './switches/operator-routes.ts';
import { createSwitchBox } from './switches/switches.ts';

export interface RunningLab {
  /** Address of the pages by the lab's own host name, as `http://lab.localhost:8090`. */
  url: string;
  port: number;
  /** Ends every machine, then everything else. Nothing of the lab is left when it resolves. */
  stop(): Promise<void>;
}

/**
 * Starts the lab: its store, its pages and its machines.
 * @throws Error when another lab holds the data folder or the port is taken.
 */
export async function startLab(config: LabConfig): Promise<RunningLab> {
  const dataDir = resolve(config.dataDir);
  const store = openStore(dataDir);
  const lock = lockDataDir(dataDir);
  const log: FastifyBaseLogger = pino({ level: config.logLevel, base: { service: 'lab' } });
  const switches = createSwitchBox();
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const keeper = createKeeper({ config, store, switches, log });

  await recoverMachines(store, log);
  const forbidden = explainMissingIsolation();
  if (forbidden !== null) log.error({ reason: forbidden }, 'machines cannot be started on this host');
  app.get('/healthz', async () => ({
    status: 'ok',
    machines: forbidden === null ? 'possible' : forbidden,
    running: keeper.count(),
  }));
  if (config.operatorToken !== null) registerOperatorRoutes(app, config.operatorToken, switches);
  await registerPages(app, { config, store, keeper, switches });
  await app.listen({ host: config.listen, port: config.port, listenTextResolver: () => 'lab listens' });

  const address = app.addresses()[0];
  const port = typeof address === 'object' ? address.port : config.port;
  const url = `http://${config.host}:${port}`;
  log.info({ url, listen: config.listen, port }, 'lab is listening');
  return {
    url,
    port,
    stop: async () => {
      await keeper.stop();
      await app.close();
      store.close();
      lock.close();
    },
  };
}
