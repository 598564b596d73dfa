import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StopError } from './stop-error.ts';

const Ms = z.coerce.number().int().min(1).max(3_600_000);

/** An empty variable means the same as an absent one. */
function fallback<Schema extends z.ZodType>(schema: Schema, value: string): z.ZodType<z.output<Schema>> {
  return z.preprocess((given) => (given === undefined || given === '' ? value : given), schema);
}

function optional<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema> | undefined> {
  return z.preprocess((given) => (given === '' ? undefined : given), schema.optional());
}

/** Every setting of a worker, by the name of its environment variable. docs/configuration.md explains each. */
export const WorkerEnvironment = z.object({
  WORKER_BROKER_URL: z.url({
    protocol: /^wss?$/,
    error: 'must be a WebSocket address like ws://127.0.0.1:8080/worker/v1',
  }),
  WORKER_DATA_DIR: fallback(z.string(), '.coinslot/worker'),
  COINSLOT_ENROLMENT_TOKEN: optional(
    z.string().regex(/^coinslot-enrol-[\w-]{20,150}$/, {
      error: 'is not a whole enrolment token: copy it again from Admin, Fleet, Enrol a worker',
    }),
  ),
  COINSLOT_ENROLMENT_TOKEN_FILE: optional(z.string()),
  CHROMIUM_PATH: optional(z.string()),
  CLOUDFLARED_PATH: optional(z.string()),
  PATH: optional(z.string()),
  PUPPETEER_EXECUTABLE_PATH: optional(z.string()),
  XDG_CACHE_HOME: optional(z.string()),
  WORKER_BROWSER_LAUNCH_TIMEOUT_MS: fallback(Ms, '30000'),
  WORKER_SIGN_IN_TIMEOUT_MS: fallback(Ms, '60000'),
  WORKER_LAB_START_TIMEOUT_MS: fallback(Ms, '240000'),
  WORKER_SHELL_TIMEOUT_MS: fallback(Ms, '60000'),
  WORKER_TUNNEL_TIMEOUT_MS: fallback(Ms, '45000'),
  WORKER_VERIFY_TIMEOUT_MS: fallback(Ms, '30000'),
  WORKER_PAGE_TIMEOUT_MS: fallback(Ms, '20000'),
  WORKER_ACTIVITY_INTERVAL_MS: fallback(Ms, '60000'),
  WORKER_MACHINE_NETWORKS: optional(
    z
      .string()
      .transform((list) => list.split(',').map((network) => network.trim()))
      .pipe(
        z.array(z.union([z.cidrv4(), z.cidrv6()]), {
          error: 'must be networks like 10.0.0.0/8, with commas between them',
        }),
      ),
  ),
  WORKER_STOP_GRACE_MS: fallback(z.coerce.number().int().min(0).max(3_600_000), '10000'),
  WORKER_BROWSER_MAX_CONTEXTS: fallback(z.coerce.number().int().min(1), '50'),
  WORKER_BROWSER_MAX_AGE_MS: fallback(z.coerce.number().int().min(1000), '14400000'),
  LOG_LEVEL: fallback(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
});

/** How long each phase may take, in ms. `page` bounds one page load or one click, inside its phase. */
export type PhaseTimeouts = {
  browserMs: number;
  signInMs: number;
  labStartMs: number;
  shellMs: number;
  tunnelMs: number;
  verifyMs: number;
  pageMs: number;
};

export type Config = {
  brokerUrl: string;
  /** The broker's HTTP origin, derived from `brokerUrl`; enrolment goes there. */
  brokerOrigin: string;
  dataDir: string;
  enrolmentToken: string | undefined;
  chromiumPath: string | undefined;
  /** The cloudflared to use; not set: one of `searchPath`, else one that is fetched into the cache once. */
  cloudflaredPath: string | undefined;
  searchPath: string;
  /** Where a Chromium that came from npm is unpacked once; shared by all workers of this user. */
  chromiumCacheDir: string;
  timeouts: PhaseTimeouts;
  /** Between two looks at the lab for a machine's last use, where its product ends idle machines. */
  activityIntervalMs: number;
  /** The only networks where machines may be; null = wherever a machine can be. */
  machineNetworks: readonly string[] | null;
  stopGraceMs: number;
  browserMaxContexts: number;
  browserMaxAgeMs: number;
  logLevel: string;
};

/**
 * Reads the worker's configuration from environment variables.
 *
 * @throws StopError, one, that names every variable that is missing or wrong, without its value
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = WorkerEnvironment.safeParse(withTokenOfFile(environment));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new StopError(`The worker's configuration is not usable:\n${lines.join('\n')}`);
  }
  const values = parsed.data;
  return {
    brokerUrl: values.WORKER_BROKER_URL,
    brokerOrigin: new URL(values.WORKER_BROKER_URL.replace(/^ws/, 'http')).origin,
    dataDir: resolve(values.WORKER_DATA_DIR),
    enrolmentToken: values.COINSLOT_ENROLMENT_TOKEN,
    chromiumPath: values.CHROMIUM_PATH ?? values.PUPPETEER_EXECUTABLE_PATH,
    cloudflaredPath: values.CLOUDFLARED_PATH,
    searchPath: values.PATH ?? '',
    chromiumCacheDir: join(values.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'coinslot'),
    timeouts: {
      browserMs: values.WORKER_BROWSER_LAUNCH_TIMEOUT_MS,
      signInMs: values.WORKER_SIGN_IN_TIMEOUT_MS,
      labStartMs: values.WORKER_LAB_START_TIMEOUT_MS,
      shellMs: values.WORKER_SHELL_TIMEOUT_MS,
      tunnelMs: values.WORKER_TUNNEL_TIMEOUT_MS,
      verifyMs: values.WORKER_VERIFY_TIMEOUT_MS,
      pageMs: values.WORKER_PAGE_TIMEOUT_MS,
    },
    activityIntervalMs: values.WORKER_ACTIVITY_INTERVAL_MS,
    machineNetworks: values.WORKER_MACHINE_NETWORKS ?? null,
    stopGraceMs: values.WORKER_STOP_GRACE_MS,
    browserMaxContexts: values.WORKER_BROWSER_MAX_CONTEXTS,
    browserMaxAgeMs: values.WORKER_BROWSER_MAX_AGE_MS,
    logLevel: values.LOG_LEVEL,
  };
}

// A file that is not there is no fault: the token is needed once, and whoever made it takes it away afterwards.
function withTokenOfFile(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const file = environment['COINSLOT_ENROLMENT_TOKEN_FILE'];
  if (file === undefined || file === '' || environment['COINSLOT_ENROLMENT_TOKEN']) return environment;
  try {
    return { ...environment, COINSLOT_ENROLMENT_TOKEN: readFileSync(file, 'utf8').trim() };
  } catch {
    return environment;
  }
}
