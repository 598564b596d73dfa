import { spawn } from 'node:child_process';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { cliError } from '../cli-error.ts';
import { requireCloudflared } from './find-cloudflared.ts';
import { planSsh, type Route } from './ssh-plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs the system's ssh in a machine, with this terminal. Answers ssh's exit code: the command's, or 255 when ssh itself failed.
 */
export async function runSsh(
  endpoint: Endpoint,
  command: readonly string[],
  { route, environment }: { route: Route; environment: Environment },
): Promise<number> {
  if (endpoint.tunnel === 'cloudflared' || endpoint.tunnel === 'quick') await requireCloudflared(environment);
  const plan = await planSsh(endpoint, route);
  try {
    return await waitFor([...plan.args, ...command], {
      ...environment,
      ...plan.environment,
      // Older ones look for a screen first.
      DISPLAY: environment['DISPLAY'] ?? ':0',
    });
  } finally {
    await plan.forget();
  }
}

async function waitFor(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return await new Promise((resolve, reject) => {
    const ssh = spawn('ssh', args, { stdio: 'inherit', env });
    ssh.once('error', () => reject(cliError('failed', 'No ssh was found. Install it, or use --print.')));
    ssh.once('close', (code) => resolve(code ?? 255));
  });
}
