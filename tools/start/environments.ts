import path from 'node:path';
import type { StartOptions } from './options.ts';

/** Every process of one start carries this, with the data folder as its value. */
export const launchVariable = 'COINSLOT_LAUNCH';

/** What each part is given of the launcher's environment. */
export interface Environments {
  broker: NodeJS.ProcessEnv;
  lab: NodeJS.ProcessEnv;
  worker: NodeJS.ProcessEnv;
}

// What any program may need of its host. Everything else must be named below: the broker's secrets are the broker's.
const everybodys = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|TZ|TMPDIR|TERM|CI|NODE_ENV|LOG_LEVEL|NO_COLOR|FORCE_COLOR)$/,
  /^(LC|XDG)_/,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/,
  /^(http|https|all|no)_proxy$/i,
];
const brokers = [/^BROKER_/, /^COINSLOT_/, /^DATABASE_URL$/, /^PG[A-Z]+$/];
const labs = [/^LAB_/];
const workers = [/^WORKER_/, /^CHROMIUM_PATH$/, /^CLOUDFLARED_PATH$/, /^PUPPETEER_/];

/** The environment of each part, and of its commands: what it reads, and nothing of the others. */
export function environmentsOf(root: string, options: StartOptions, env: NodeJS.ProcessEnv): Environments {
  const mark = { [launchVariable]: options.dataDir };
  return {
    broker: {
      ...only(env, [...everybodys, ...brokers]),
      ...mark,
      COINSLOT_DATA_DIR: options.dataDir,
      BROKER_PORT: String(options.port),
      BROKER_LISTEN: env['BROKER_LISTEN'] ?? '127.0.0.1',
      BROKER_PUBLIC_URL: env['BROKER_PUBLIC_URL'] ?? `http://localhost:${options.port}`,
      BROKER_WEB_DIR: path.join(root, 'web', 'dist'),
    },
    lab: {
      ...only(env, [...everybodys, ...labs]),
      ...mark,
      LAB_PORT: String(options.labPort),
      LAB_DATA_DIR: path.join(options.dataDir, 'lab'),
      ...sshFor(options, env),
    },
    worker: {
      ...only(env, [...everybodys, ...workers]),
      ...mark,
      WORKER_BROKER_URL: `ws://127.0.0.1:${options.port}/worker/v1`,
    },
  };
}

/** A host that others are told of is one that others must get through to. */
function sshFor({ sshHost }: StartOptions, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (sshHost === null) return {};
  const all = sshHost.includes(':') ? '::' : '0.0.0.0';
  return { LAB_SSH_HOST: sshHost, LAB_SSH_LISTEN: env['LAB_SSH_LISTEN'] ?? all };
}

function only(env: NodeJS.ProcessEnv, allowed: readonly RegExp[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => allowed.some((pattern) => pattern.test(name))),
  );
}
