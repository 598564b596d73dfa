import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { makeRunFolder } from './run-folder.ts';
import { readTrustedHostKey } from './trusted-host-key.ts';

/** What is needed besides the endpoint to reach a machine. */
export interface Route {
  machineId: string;
  /** Which server carries it where the server does. */
  server: string;
  /** How this program is started, for ssh to start it once more. */
  self: readonly string[];
}

export interface SshPlan {
  /** Everything but what is to be run there. */
  args: string[];
  /** Only for this ssh. */
  environment: Record<string, string>;
  /** Takes the files away. */
  forget: () => Promise<void>;
}

/**
 * Everything that the system's ssh needs to sign in to a machine: the host must show the key that Coinslot checked. A password stands in
 * no argument and no file: ssh asks a script for it, which has it from the environment of this ssh alone. A private key has to be a
 * file: in a folder for this run, readable for its owner only, and removed by ssh itself as soon as it is signed in.
 */
export async function planSsh(endpoint: Endpoint, route: Route): Promise<SshPlan> {
  const hostKey = await readTrustedHostKey(endpoint);
  const folder = await makeRunFolder();
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const knownHostsFile = path.join(folder, 'known_hosts');
    await writeFile(knownHostsFile, `${hostKey}\n`, { mode: 0o600 });
    const options = [
      `UserKnownHostsFile=${knownHostsFile}`,
      'GlobalKnownHostsFile=/dev/null',
      'StrictHostKeyChecking=yes',
      'LogLevel=ERROR',
      // A connection that ssh keeps for others is known by host and port, which two machines may share.
      'ControlMaster=no',
      'ControlPath=none',
      ...carriedBy(endpoint, route),
    ];
    const way =
      endpoint.privateKey === null
        ? await byPassword(folder, endpoint.password ?? '')
        : await byKey(folder, endpoint.privateKey);
    return {
      args: [
        ...[...options, ...way.options].flatMap((option) => ['-o', option]),
        '-p',
        String(endpoint.port),
        `${endpoint.username}@${endpoint.host}`,
      ],
      environment: way.environment,
      forget,
    };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** How ssh gets to the machine where it cannot go there by itself. */
export function carriedBy({ tunnel }: Pick<Endpoint, 'tunnel'>, route: Route): string[] {
  switch (tunnel) {
    case 'direct':
      return [];
    case 'cloudflared':
    case 'quick':
      return ['ProxyCommand=cloudflared access ssh --hostname %h'];
    case 'gateway':
      return [`ProxyCommand=${proxyCommand(route)}`];
  }
}

/** This program as ssh's way to the machine, in the words of the shell by which ssh starts it. */
export function proxyCommand({ self, machineId, server }: Route): string {
  const words = [...self, 'proxy', machineId, '--server', server];
  return words.map(quote).join(' ').replaceAll('%', '%%');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function byPassword(folder: string, password: string) {
  const askPass = path.join(folder, 'ask-pass');
  await writeFile(askPass, `#!/bin/sh\nprintf '%s\\n' "$COINSLOT_MACHINE_PASSWORD"\n`, { mode: 0o700 });
  return {
    options: ['PreferredAuthentications=password', 'PubkeyAuthentication=no', 'NumberOfPasswordPrompts=1'],
    environment: {
      COINSLOT_MACHINE_PASSWORD: password,
      SSH_ASKPASS: askPass,
      SSH_ASKPASS_REQUIRE: 'force',
    },
  };
}

async function byKey(folder: string, privateKey: string) {
  const file = path.join(folder, 'key');
  await writeFile(file, privateKey.endsWith('\n') ? privateKey : `${privateKey}\n`, { mode: 0o600 });
  // Whatever the umask: ssh refuses a key that others may read.
  await chmod(file, 0o600);
  return {
    options: [
      `IdentityFile=${file}`,
      'IdentitiesOnly=yes',
      'PreferredAuthentications=publickey',
      // Run once ssh is signed in: so the key is gone even if all of this is killed later.
      'PermitLocalCommand=yes',
      `LocalCommand=rm -f ${quote(file).replaceAll('%', '%%')}`,
    ],
    environment: {},
  };
}
