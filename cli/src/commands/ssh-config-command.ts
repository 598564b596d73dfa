import { homedir } from 'node:os';
import path from 'node:path';
import { Machine } from '@coinslot/shared/http/machines.ts';
import type { Command } from 'commander';
import type { Api } from '../api/create-api.ts';
import { type Cli, type CommonOptions, openApi, show, withCommon } from '../cli-context.ts';
import { cliError } from '../cli-error.ts';
import { findMachine, listMachines } from '../machines/find-machine.ts';
import { installSshConfig } from '../machines/install-ssh-config.ts';
import { pruneSshConfig } from '../machines/prune-ssh-config.ts';
import { readSshEndpoint } from '../machines/read-ssh-endpoint.ts';
import { requirePosix } from '../machines/run-ssh.ts';
import { type SshConfig, sshConfigBlock } from '../machines/ssh-config-block.ts';
import { readTrustedHostKey } from '../machines/trusted-host-key.ts';

type Options = CommonOptions & { install?: true; prune?: true; sshFolder?: string };

export function addSshConfigCommand(program: Command, cli: Cli): void {
  withCommon(program.command('ssh-config [machine]'))
    .description('the settings by which ssh, scp and editors reach a machine by name')
    .option('--install', 'write them into your ~/.ssh, with the host key and the machine’s key')
    .option('--prune', 'remove what was installed for machines that have ended')
    .option('--ssh-folder <folder>', 'instead of ~/.ssh')
    .action(async (text: string | undefined, options: Options) => {
      requirePosix();
      const folder = path.resolve(options.sshFolder ?? path.join(homedir(), '.ssh'));
      if (text === undefined) {
        if (!options.prune) throw cliError('usage', 'Which machine? coinslot ssh-config <machine>');
        const pruned = await prune(await openApi(cli, options), folder);
        show(cli, options, { pruned }, () => sayPruned(pruned));
        return;
      }
      const api = await openApi(cli, options);
      const config = await describe(cli, api, { text, folder });
      const block = sshConfigBlock(config);
      if (options.install) await installSshConfig(config);
      // Keys of ended machines open nothing; who installs another wants them gone.
      const pruned = options.install || options.prune ? await prune(api, folder) : [];
      const { host } = config;
      show(cli, options, { host, block, isInstalled: options.install ?? false, pruned }, () =>
        options.install ? `Done: ssh ${host}\n` : block,
      );
    });
}

async function describe(
  cli: Cli,
  api: Api,
  { text, folder }: { text: string; folder: string },
): Promise<SshConfig> {
  const machineId = await findMachine(api, text);
  const endpoint = await readSshEndpoint(api, machineId);
  const { name } = await api.get(`/machines/${machineId}`, Machine);
  const route = { machineId, server: api.server, self: cli.config.self };
  return { host: hostNameOf(name), endpoint, route, hostKey: await readTrustedHostKey(endpoint), folder };
}

async function prune(api: Api, folder: string): Promise<string[]> {
  const active = await listMachines(api, 'active');
  // One that is being stopped lets nobody in any more.
  const machines = active.filter(({ state }) => state !== 'stopping').map(({ id }) => id);
  return await pruneSshConfig({ server: api.server, machines }, folder);
}

function sayPruned(hosts: readonly string[]): string {
  return hosts.length === 0 ? 'Nothing to remove.\n' : `Removed: ${hosts.join(', ')}\n`;
}

/** A machine's name as one word that ssh takes for a host. */
function hostNameOf(name: string): string {
  const word = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return `coinslot-${word}`;
}
