import { homedir } from 'node:os';
import path from 'node:path';
import { Machine } from '@coinslot/shared/http/machines.ts';
import type { Command } from 'commander';
import { type Cli, type CommonOptions, openApi, show, withCommon } from '../cli-context.ts';
import { findMachine } from '../machines/find-machine.ts';
import { installSshConfig, sshConfigBlock } from '../machines/install-ssh-config.ts';
import { readSshEndpoint } from '../machines/read-ssh-endpoint.ts';
import { readTrustedHostKey } from '../machines/trusted-host-key.ts';

type Options = CommonOptions & { install?: true; sshFolder?: string };

export function addSshConfigCommand(program: Command, cli: Cli): void {
  withCommon(program.command('ssh-config <machine>'))
    .description('the settings by which ssh, scp and editors reach a machine by name')
    .option('--install', 'write them into your ~/.ssh, with the host key and the machine’s key')
    .option('--ssh-folder <folder>', 'instead of ~/.ssh')
    .action(async (text: string, options: Options) => {
      const api = await openApi(cli, options);
      const machineId = await findMachine(api, text);
      const endpoint = await readSshEndpoint(api, machineId);
      const { name } = await api.get(`/machines/${machineId}`, Machine);
      const config = {
        host: hostNameOf(name),
        endpoint,
        route: { machineId, server: api.server, self: cli.config.self },
        hostKey: await readTrustedHostKey(endpoint),
        folder: path.resolve(options.sshFolder ?? path.join(homedir(), '.ssh')),
      };
      if (options.install) await installSshConfig(config);
      const { host } = config;
      const block = sshConfigBlock(config);
      show(cli, options, { host, block, isInstalled: options.install ?? false }, () =>
        options.install ? `Done: ssh ${host}\n` : block,
      );
    });
}

/** A machine's name as one word that ssh takes for a host. */
function hostNameOf(name: string): string {
  const word = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return `coinslot-${word}`;
}
