import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import { pino } from 'pino';
import type { Config, PhaseTimeouts } from '../config.ts';
import type { Logger } from '../logger.ts';
import { maskText } from '../masking/log-masker.ts';
import { createSecretRegistry } from '../masking/secret-registry.ts';
import { startWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';
import { startFakeBroker } from './fake-broker.ts';
import type { FakeBroker } from './fake-broker.ts';

/** A worker in this process, with a fake broker behind a real socket. */
export type WorkerWorld = {
  broker: FakeBroker;
  config: Config;
  /** What the worker wrote to its own log. */
  processLog: () => string;
  start: () => Promise<Worker>;
  stop: () => Promise<void>;
};

const shortTimeouts: PhaseTimeouts = {
  browserMs: 30_000,
  signInMs: 15_000,
  labStartMs: 20_000,
  shellMs: 10_000,
  tunnelMs: 5000,
  verifyMs: 8000,
  pageMs: 10_000,
};

/** `chromiumPath`: a path that does not exist makes every try at the lab fail at once, for tests without a browser. */
export async function makeWorld(
  timeouts: Partial<PhaseTimeouts> = {},
  chromiumPath?: string,
): Promise<WorkerWorld> {
  const broker = await startFakeBroker();
  const dataDir = await mkdtemp(join(tmpdir(), 'coinslot-worker-'));
  const lines: string[] = [];
  const running: Worker[] = [];
  const config: Config = {
    brokerUrl: broker.wsUrl,
    brokerOrigin: broker.origin,
    dataDir,
    enrolmentToken: broker.token,
    chromiumPath,
    cloudflaredPath: undefined,
    searchPath: '',
    chromiumCacheDir: join(homedir(), '.cache', 'coinslot'),
    timeouts: { ...shortTimeouts, ...timeouts },
    activityIntervalMs: 300,
    machineNetworks: null,
    stopGraceMs: 2000,
    browserMaxContexts: 50,
    browserMaxAgeMs: 3_600_000,
    logLevel: 'info',
  };
  return {
    broker,
    config,
    processLog: () => lines.join(''),
    async start() {
      const secrets = createSecretRegistry();
      const log: Logger = pino(
        { level: 'info' },
        { write: (line: string) => lines.push(maskText(line, secrets)) },
      );
      const worker = await startWorker(config, { log, secrets });
      worker.stopped.catch(() => undefined);
      running.push(worker);
      return worker;
    },
    async stop() {
      await Promise.all(running.map((worker) => worker.drain(0)));
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An assignment as the broker would send it; goal `ready`, nothing started yet. */
export function makeAssignment(
  changes: Partial<Omit<Assignment, 'lab' | 'seat' | 'tunnel' | 'operator'>> & {
    lab?: Partial<Assignment['lab']>;
    seat?: Partial<Assignment['seat']>;
    tunnel?: Partial<Assignment['tunnel']>;
    operator?: Partial<Assignment['operator']>;
  } = {},
): Assignment {
  const { lab, seat, tunnel, operator, ...others } = changes;
  return {
    machineId: randomUUID(),
    epoch: 1,
    goal: 'ready',
    leaseRemainingMs: 60_000,
    provisionRemainingMs: 120_000,
    attempt: 1,
    machineName: 'quiet-otter',
    template: 'linux-small',
    durationMinutes: 30,
    extension: null,
    restart: null,
    healthEveryMs: 300,
    wantsActivity: false,
    labSessions: [],
    endpoint: null,
    ...others,
    lab: {
      id: randomUUID(),
      recipe: 'bundled',
      baseUrl: 'http://127.0.0.1:9',
      listLagMs: 0,
      stealth: false,
      operatorWaitMs: 0,
      ...lab,
    },
    seat: {
      id: randomUUID(),
      username: 'seat-1',
      password: 'seat-password-of-tests',
      cookies: null,
      ...seat,
    },
    tunnel: { kind: 'direct', place: 'worker', hostname: null, token: null, ...tunnel },
    operator: { paused: false, handedBack: 0, ...operator },
  };
}
