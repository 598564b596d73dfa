import { createInterface } from 'node:readline';
import { createLogger } from '../../../../worker/src/logger.ts';
import { createSecretRegistry } from '../../../../worker/src/masking/secret-registry.ts';
import { createPagelessBrowsers } from '../../../../worker/src/testing/pageless-browsers.ts';
import { startWorker } from '../../../../worker/src/worker.ts';
import { createHttpRecipe } from './http-recipe.ts';
import { HostOrders } from './orders.ts';

// Several workers in one process: the product's own from the socket to the lab, except that there is no browser. What kills or
// stops this process kills or stops all of them.
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const orders = HostOrders.parse(JSON.parse((await lines.next()).value ?? '{}'));

await Promise.all(orders.workers.map(start));
process.stdout.write('started\n');
// Whoever started us is gone when our input ends.
while ((await lines.next()).done !== true);
process.exit();

async function start({ name, dataDir, token }: HostOrders['workers'][number]): Promise<void> {
  const recipe = createHttpRecipe(name);
  const secrets = createSecretRegistry();
  const log = createLogger(orders.logLevel, secrets).child({ worker: name });
  const worker = await startWorker(
    {
      brokerUrl: orders.brokerUrl,
      brokerOrigin: orders.brokerOrigin,
      dataDir,
      enrolmentToken: token,
      chromiumPath: undefined,
      cloudflaredPath: undefined,
      searchPath: '',
      chromiumCacheDir: dataDir,
      timeouts: orders.timeouts,
      activityIntervalMs: 60_000,
      machineNetworks: null,
      stopGraceMs: 0,
      browserMaxContexts: 1_000_000,
      browserMaxAgeMs: 3_600_000,
      logLevel: orders.logLevel,
    },
    {
      log,
      secrets,
      labTools: { browsers: createPagelessBrowsers(), findRecipe: () => recipe },
    },
  );
  // One that is refused for good (revoked, locked) ends; the others of this host go on.
  worker.stopped.catch((error: unknown) => log.warn({ err: error }, 'a worker stopped'));
}
