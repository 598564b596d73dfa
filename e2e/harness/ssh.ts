import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { type ProgramAnswer, runProgram } from './run-program.ts';

/**
 * Runs one command on a machine with the host's own `ssh` (OpenSSH), checking the host key against the endpoint's
 * known_hosts line (under `alias` when there is one, as the dashboard's lines say), by `proxyCommand` when there is one. The password goes in by SSH_ASKPASS from a 0600 file, never by argument.
 */
export async function sshRun(
  endpoint: Endpoint & { alias?: string; proxyCommand?: string },
  command: string,
): Promise<ProgramAnswer> {
  const dir = await mkdtemp(join(tmpdir(), 'coinslot-ssh-'));
  try {
    const passwordFile = join(dir, 'password');
    const askpass = join(dir, 'askpass');
    const knownHosts = join(dir, 'known_hosts');
    await writeFile(passwordFile, endpoint.password ?? '', { mode: 0o600 });
    await writeFile(askpass, `#!/bin/sh\ncat '${passwordFile}'\n`);
    await chmod(askpass, 0o700);
    await writeFile(knownHosts, `${endpoint.knownHostsLine ?? ''}\n`);
    return await runProgram(
      'ssh',
      [
        '-F',
        '/dev/null',
        '-o',
        `UserKnownHostsFile=${knownHosts}`,
        '-o',
        'StrictHostKeyChecking=yes',
        '-o',
        'PreferredAuthentications=password',
        '-o',
        'NumberOfPasswordPrompts=1',
        '-o',
        'ConnectTimeout=10',
        ...(endpoint.proxyCommand ? ['-o', `ProxyCommand=${endpoint.proxyCommand}`] : []),
        ...(endpoint.alias ? ['-o', `HostKeyAlias=${endpoint.alias}`] : []),
        '-p',
        String(endpoint.port),
        `${endpoint.username}@${endpoint.host}`,
        command,
      ],
      {
        HOME: process.env['HOME'] ?? '',
        SSH_ASKPASS: askpass,
        SSH_ASKPASS_REQUIRE: 'force',
        DISPLAY: 'none:0',
      },
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
