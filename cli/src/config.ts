import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { cliError } from './cli-error.ts';

const Environment = z.object({
  COINSLOT_SERVER: z.url({ protocol: /^https?$/, error: 'must be an address (https://…)' }).optional(),
  COINSLOT_API_KEY: z.string().startsWith('cs_', 'must be an API key (cs_…)').optional(),
  XDG_CONFIG_HOME: z.string().optional(),
  COINSLOT_DATA_DIR: z.string().optional(),
  NO_COLOR: z.string().optional(),
});

export interface CliConfig {
  /** Which server to ask when neither --server nor a sign-in says it. */
  server: string | undefined;
  /** Instead of what was kept at sign-in: for scripts. */
  apiKey: string | undefined;
  credentialsFile: string;
  /** Where a Coinslot that was started on this computer keeps its data; there may be none. */
  dataDir: string;
  noColor: boolean;
  /** How this program is started, for ssh to start it as its way to a machine. */
  self: readonly string[];
  /** For the programs that are started: ssh, and the operator's commands. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** Reads the environment once. An empty variable counts as none. Throws one error that names every variable that is wrong. */
export function readConfig(environment: Record<string, string | undefined> = process.env): CliConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw cliError('usage', `The environment is not usable:\n${problems.join('\n')}`);
  }
  const { COINSLOT_SERVER, COINSLOT_API_KEY, XDG_CONFIG_HOME, COINSLOT_DATA_DIR, NO_COLOR } = parsed.data;
  return {
    server: COINSLOT_SERVER,
    apiKey: COINSLOT_API_KEY,
    credentialsFile: path.join(
      XDG_CONFIG_HOME ?? path.join(homedir(), '.config'),
      'coinslot',
      'credentials.json',
    ),
    dataDir: path.resolve(COINSLOT_DATA_DIR ?? fileURLToPath(new URL('../../.coinslot', import.meta.url))),
    noColor: NO_COLOR !== undefined,
    self: [process.execPath, fileURLToPath(new URL('./main.ts', import.meta.url))],
    environment,
  };
}
