import path from 'node:path';
import { findFreePort } from '../../../../broker/src/database/embedded/free-port.ts';
import { type Program, startProgram } from './start-program.ts';

/** The real broker, a process of its own, at an address that it keeps over its deaths. */
export interface BrokerProcess {
  url: string;
  /** Kills it (-9) and waits until it is gone. */
  kill: () => Promise<void>;
  /** Asks it to end (SIGTERM), as whoever upgrades it does, and waits until it has. */
  stop: () => Promise<void>;
  /** Starts it when it does not run, and waits until it listens. */
  start: () => Promise<void>;
  pid: () => number;
}

export const publicUrl = 'http://localhost:8080';

export async function openBrokerProcess(asked: {
  folder: string;
  env: Record<string, string>;
  root?: string;
}): Promise<BrokerProcess> {
  const port = await findFreePort();
  let running: Program | null = null;
  let starting: Promise<void> | null = null;

  async function begin(): Promise<void> {
    running = await startProgram({
      file: 'broker/src/main.ts',
      ...(asked.root === undefined ? {} : { root: asked.root }),
      env: {
        NODE_ENV: 'development',
        LOG_LEVEL: 'info',
        BROKER_PORT: String(port),
        BROKER_PUBLIC_URL: publicUrl,
        COINSLOT_DATA_DIR: asked.folder,
        ...asked.env,
      },
      logFile: path.join(asked.folder, 'broker.log'),
      isReady: (line) => line.includes('broker is listening'),
    });
  }

  return {
    url: `http://127.0.0.1:${port}`,
    pid: () => running?.pid ?? 0,
    async kill() {
      await starting;
      await running?.kill();
    },
    async stop() {
      await starting;
      running?.signal('SIGTERM');
      await running?.ended;
    },
    async start() {
      if (running?.isRunning() === true) return;
      starting ??= begin().finally(() => (starting = null));
      await starting;
    },
  };
}
