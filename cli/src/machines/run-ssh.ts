import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { cliError } from '../cli-error.ts';
import { readTrustedHostKey } from './trusted-host-key.ts';

/**
 * Runs the system's ssh in a machine, with this terminal. The password stands in no argument: ssh asks a script for it, which has it from
 * the environment of this ssh alone. Answers ssh's exit code: the command's, or 255 when ssh itself failed.
 */
export async function runSsh(
  endpoint: Endpoint,
  command: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const hostKey = await readTrustedHostKey(endpoint);
  const folder = await mkdtemp(path.join(tmpdir(), 'coinslot-ssh-'));
  try {
    const knownHostsFile = path.join(folder, 'known_hosts');
    const askPass = path.join(folder, 'ask-pass');
    await writeFile(knownHostsFile, `${hostKey}\n`, { mode: 0o600 });
    await writeFile(askPass, `#!/bin/sh\nprintf '%s\\n' "$COINSLOT_MACHINE_PASSWORD"\n`, { mode: 0o700 });
    return await waitFor([...sshArguments(endpoint, knownHostsFile), ...command], {
      ...environment,
      COINSLOT_MACHINE_PASSWORD: endpoint.password ?? '',
      SSH_ASKPASS: askPass,
      SSH_ASKPASS_REQUIRE: 'force',
      // Older ones look for a screen first.
      DISPLAY: environment['DISPLAY'] ?? ':0',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function waitFor(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return await new Promise((resolve, reject) => {
    const ssh = spawn('ssh', args, { stdio: 'inherit', env });
    ssh.once('error', () => reject(cliError('failed', 'No ssh was found. Install it, or use --print.')));
    ssh.once('close', (code) => resolve(code ?? 255));
  });
}

/** How the system's ssh reaches a machine; it must show the host key of this file. */
function sshArguments({ host, port, username }: Endpoint, knownHostsFile: string): string[] {
  const options = [
    `UserKnownHostsFile=${knownHostsFile}`,
    'GlobalKnownHostsFile=/dev/null',
    'StrictHostKeyChecking=yes',
    'PreferredAuthentications=password',
    'PubkeyAuthentication=no',
    'NumberOfPasswordPrompts=1',
    'LogLevel=ERROR',
  ];
  return [...options.flatMap((option) => ['-o', option]), '-p', String(port), `${username}@${host}`];
}
