import type { Logger } from 'pino';
import { readConfig } from './config.ts';
import { openContext } from './context.ts';
import { createLog } from './observability/create-log.ts';
import { plainMessage } from './observability/describe-error.ts';
import { startBroker } from './start-broker.ts';

const exitCodeAfterSecondSignal = 130;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config);
  const stopWanted = listenForStop(log);
  const broker = await startBroker(await openContext(config, log));
  const { publicUrl: url } = config.http;
  log.info({ url, listen: broker.url, processId: broker.ctx.processId }, 'broker is listening');
  const lost = await Promise.race([stopWanted, broker.ctx.databaseLost]);
  await broker.stop();
  // Told as a failure, so that whoever supervises starts everything anew.
  if (lost !== undefined) throw lost;
  log.info('broker has stopped');
}

/** Resolves at the first signal (also one that comes during the start); a second one ends the process at once. */
function listenForStop(log: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(exitCodeAfterSecondSignal);
      stopping = true;
      log.info({ signal }, 'broker is stopping');
      resolve();
    });
  }
  // Node would print an unheard error with all its fields: a failed statement's parameters are among them.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error, event }, 'an error reached nobody; the broker stops');
      process.exitCode = 1;
      resolve();
    });
  }
  return promise;
}

try {
  await main();
  process.exit();
} catch (error) {
  createLog({ logLevel: 'info' }).fatal({ err: error }, 'broker failed');
  // Last, and plain: what the operator reads.
  process.stderr.write(`${plainMessage(error)}\n`);
  process.exit(1);
}
