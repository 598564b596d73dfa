import { type Endpoint, EndpointList, Machine } from '@coinslot/shared/http/machines.ts';
import { isOutOfReach } from '@coinslot/shared/loopback-host.ts';
import type { Command } from 'commander';
import type { Api } from '../api/create-api.ts';
import { type Cli, type CommonOptions, factsOf, openApi, show, withCommon } from '../cli-context.ts';
import { cliError } from '../cli-error.ts';
import { findMachine } from '../machines/find-machine.ts';
import { runSsh } from '../machines/run-ssh.ts';
import { sayNoWayIn } from '../output/state-words.ts';

export function addSshCommand(program: Command, cli: Cli): void {
  withCommon(program.command('ssh <machine> [command...]'))
    .description('sign in to a machine, or run a command in it: coinslot ssh <machine> -- ls')
    .option('--print', 'show the address, the password and the host key instead (so does --json)')
    .action(async (text: string, command: string[], options: CommonOptions & { print?: true }) => {
      const api = await openApi(cli, options);
      const endpoint = await readSshEndpoint(api, await findMachine(api, text));
      if (isOutOfReach(endpoint.host, new URL(api.server).hostname)) cli.terminal.err(`${tellFarAway}\n`);
      if (options.print || options.json) {
        show(cli, options, endpoint, () =>
          factsOf(cli, [
            ['ssh', `ssh -p ${endpoint.port} ${endpoint.username}@${endpoint.host}`],
            ['password', endpoint.password],
            ['host key', endpoint.hostKeyFingerprint],
            ['known_hosts', endpoint.knownHostsLine],
          ]),
        );
        return;
      }
      cli.exitCode = await runSsh(endpoint, command, cli.config.environment);
    });
}

const tellFarAway =
  'The machine’s address leads to it only on the computer that runs the lab. From here it does not: ask whoever runs the server.';

async function readSshEndpoint(api: Api, machineId: string): Promise<Endpoint> {
  const { items } = await api.get(`/machines/${machineId}/endpoints`, EndpointList);
  const found = items.find(({ kind }) => kind === 'ssh');
  if (found !== undefined) return found;
  const { name, state } = await api.get(`/machines/${machineId}`, Machine);
  throw cliError('refused', `${name} has no way in just now: ${sayNoWayIn(state)}.`);
}
