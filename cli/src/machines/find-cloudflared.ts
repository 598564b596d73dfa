import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cliError } from '../cli-error.ts';

const run = promisify(execFile);
const timeoutMs = 10_000;

/** What to do where it is missing. */
export const getCloudflared =
  'Install it: https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/';

/** What cloudflared says of itself, e.g. `cloudflared version 2026.1.0`; null when there is none on the PATH. */
export async function findCloudflared(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  try {
    const { stdout } = await run('cloudflared', ['--version'], { timeout: timeoutMs, env: environment });
    return stdout.split('\n')[0]?.trim() ?? '';
  } catch {
    return null;
  }
}

/** Throws a sentence that says how to get it. */
export async function requireCloudflared(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if ((await findCloudflared(environment)) !== null) return;
  throw cliError(
    'failed',
    `This machine is reached through Cloudflare, for which the program cloudflared is needed here. ${getCloudflared}`,
  );
}
