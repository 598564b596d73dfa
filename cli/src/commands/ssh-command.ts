import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { isOutOfReach } from '@coinslot/shared/loopback-host.ts';
import type { Command } from 'commander';
import { type Cli, type CommonOptions, factsOf, openApi, show, withCommon } from '../cli-context.ts';
import { findMachine } from '../machines/find-machine.ts';
import { proxyBytes } from '../machines/proxy-bytes.ts';
import { readSshEndpoint } from '../machines/read-ssh-endpoint.ts';
import { runSsh } from '../machines/run-ssh.ts';
import { carriedBy, type Route } from '../machines/ssh-plan.ts';

export function addSshCommand(program: Command, cli: Cli): void {
  withCommon(program.command('ssh <machine> [command...]'))
    .description('sign in to a machine, or run a command in it: coinslot ssh <machine> -- ls')
    .option('--print', 'show the address, what opens it and the host key instead (so does --json)')
    .action(async (text: string, command: string[], options: CommonOptions & { print?: true }) => {
      const api = await openApi(cli, options);
      const machineId = await findMachine(api, text);
      const endpoint = await readSshEndpoint(api, machineId);
      const route = { machineId, server: api.server, self: cli.config.self };
      if (endpoint.tunnel === 'direct' && isOutOfReach(endpoint.host, new URL(api.server).hostname)) {
        cli.terminal.err(`${tellFarAway}\n`);
      }
      if (options.print || options.json) {
        show(cli, options, endpoint, () => sayEndpoint(cli, endpoint, route));
        return;
      }
      const { environment } = cli.config;
      cli.exitCode = await runSsh(endpoint, command, { route, environment, signal: cli.terminal.signal });
    });
  withCommon(program.command('proxy <machine>'))
    .description('carry a connection to a machine’s SSH server: what ssh starts by itself (ProxyCommand)')
    .action(async (text: string, options: CommonOptions) => {
      const api = await openApi(cli, options);
      const machineId = await findMachine(api, text);
      await proxyBytes(
        { server: api.server, key: api.key, machineId, signal: cli.terminal.signal },
        cli.terminal.bytes,
      );
    });
}

const tellFarAway =
  'The machine’s address leads to it only on the computer that runs the lab. From here it does not: ask whoever runs the server.';

function sayEndpoint(cli: Cli, endpoint: Endpoint, route: Route): string {
  const { host, port, username, password, privateKey, hostKeyFingerprint, knownHostsLine } = endpoint;
  const options = carriedBy(endpoint, route).map((option) => ` -o '${option.replaceAll("'", `'\\''`)}'`);
  const identity = privateKey === null ? '' : ' -i <file with the key>';
  const facts = factsOf(cli, [
    ['ssh', `ssh -p ${port}${identity}${options.join('')} ${username}@${host}`],
    ['password', password],
    ['host key', hostKeyFingerprint],
    ['known_hosts', knownHostsLine],
  ]);
  return privateKey === null ? facts : `${facts}\n${privateKey}\n`;
}
