import { existsSync } from 'node:fs';
import path from 'node:path';
import type { StartOptions } from './options.ts';
import type { Commands } from './provision.ts';
import { enrolWorker } from './provision.ts';
import type { Program } from './supervise.ts';

/** Every process of one start carries this, with the data folder as its value. */
export const launchVariable = 'COINSLOT_LAUNCH';

const killAfterMs = 20_000;

/** The environment shared by all parts and by their commands. */
export function sharedEnvironment(
  root: string,
  options: StartOptions,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...env,
    [launchVariable]: options.dataDir,
    COINSLOT_DATA_DIR: options.dataDir,
    BROKER_PORT: String(options.port),
    BROKER_LISTEN: env['BROKER_LISTEN'] ?? '127.0.0.1',
    BROKER_PUBLIC_URL: env['BROKER_PUBLIC_URL'] ?? `http://localhost:${options.port}`,
    BROKER_WEB_DIR: path.join(root, 'web', 'dist'),
    LAB_PORT: String(options.labPort),
    LAB_DATA_DIR: path.join(options.dataDir, 'lab'),
  };
}

export function brokerProgram({ root, env }: Commands): Program {
  return {
    name: 'broker',
    args: ['broker/src/main.ts'],
    cwd: root,
    environment: () => Promise.resolve(env),
    readyMessage: 'broker is listening',
    // The first start makes a database cluster and migrates it.
    readyWithinMs: 120_000,
    ladder: { againAfterMs: 15_000, killAfterMs },
  };
}

export function labProgram({ root, env }: Commands): Program {
  return {
    name: 'lab',
    args: ['lab/src/main.ts'],
    cwd: root,
    environment: () => Promise.resolve(env),
    readyMessage: 'lab is listening',
    readyWithinMs: 60_000,
    ladder: { againAfterMs: 15_000, killAfterMs },
  };
}

export function workerProgram(commands: Commands, name: string, brokerPort: number): Program {
  const dataDir = path.join(commands.dataDir, name);
  return {
    name,
    args: ['worker/src/main.ts'],
    cwd: commands.root,
    async environment() {
      const env = {
        ...commands.env,
        WORKER_DATA_DIR: dataDir,
        WORKER_BROKER_URL: `ws://127.0.0.1:${brokerPort}/worker/v1`,
      };
      if (existsSync(path.join(dataDir, 'identity.json'))) return env;
      return { ...env, COINSLOT_ENROLMENT_TOKEN: await enrolWorker(commands, name) };
    },
    readyMessage: 'worker is connected',
    readyWithinMs: 90_000,
    // The first SIGTERM drains; its own deadline (10 s) comes first, the second SIGTERM is for one that overruns it.
    ladder: { againAfterMs: 12_000, killAfterMs },
  };
}
