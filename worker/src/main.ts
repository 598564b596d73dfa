import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { createSecretRegistry } from './masking/secret-registry.ts';
import { StopError } from './stop-error.ts';
import { startWorker } from './worker.ts';
import type { Worker } from './worker.ts';

const secrets = createSecretRegistry();

try {
  await run();
  process.exit(0);
} catch (error) {
  // The operator's part of it in one plain sentence; the rest is a defect and shows where.
  const log = createLogger('info', secrets);
  if (error instanceof StopError) {
    log.fatal(error.message);
    // Once more without the JSON around it, for a person at a terminal.
    if (process.stderr.isTTY) process.stderr.write(`\n${error.message}\n`);
  } else log.fatal({ err: error }, 'the worker failed');
  process.exit(1);
}

async function run(): Promise<void> {
  const config = readConfig();
  if (config.enrolmentToken !== undefined) secrets.add(config.enrolmentToken);
  const log = createLogger(config.logLevel, secrets);
  const signalled = Promise.withResolvers<void>();
  let worker: Worker | null = null;
  let signals = 0;

  function onSignal(signal: NodeJS.Signals): void {
    signals += 1;
    log.info({ signal, signals }, 'signal received');
    if (signals > 1 || worker === null) {
      worker?.kill();
      process.exit(signals > 1 ? 1 : 0);
    }
    signalled.resolve();
  }
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);

  worker = await startWorker(config, { log, secrets });
  const running = worker;
  await Promise.race([running.stopped, signalled.promise]);
  await running.drain(config.stopGraceMs);
}
