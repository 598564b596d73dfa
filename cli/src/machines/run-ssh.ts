import { spawn } from 'node:child_process';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { cliError } from '../cli-error.ts';
import { requireCloudflared } from './find-cloudflared.ts';
import { planSsh, type Route } from './ssh-plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs the system's ssh in a machine, with this terminal. Answers ssh's exit code: the command's, or 255 when ssh itself failed. A
 * `signal` that is aborted ends ssh too.
 */
export async function runSsh(
  endpoint: Endpoint,
  command: readonly string[],
  { route, environment, signal }: { route: Route; environment: Environment; signal: AbortSignal },
): Promise<number> {
  requirePosix();
  if (endpoint.tunnel === 'cloudflared' || endpoint.tunnel === 'quick') await requireCloudflared(environment);
  const plan = await planSsh(endpoint, route);
  try {
    // Older ones look for a screen before they ask the script.
    const display = environment['DISPLAY'] ?? ':0';
    const own = { ...environment, ...plan.environment, DISPLAY: display };
    return await waitFor([...plan.args, ...command], own, signal);
  } finally {
    await plan.forget();
  }
}

/** The password's script and the way through the server are in the words of a POSIX shell. */
export function requirePosix(platform: string = process.platform): void {
  if (platform !== 'win32') return;
  throw cliError(
    'failed',
    'On Windows this works inside WSL (run coinslot there). Without it: coinslot ssh <machine> --print, or the terminal in the machine’s page.',
  );
}

async function waitFor(args: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const ssh = spawn('ssh', args, { stdio: 'inherit', env });
    const end = () => void ssh.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    ssh.once('error', () => reject(cliError('failed', 'No ssh was found. Install it, or use --print.')));
    ssh.once('close', (code) => {
      signal.removeEventListener('abort', end);
      resolve(code ?? 255);
    });
  });
}
