import type { Command } from 'commander';
import { type Cli, type CommonOptions, factsOf, openApi, show, withCommon } from '../cli-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { examineWayIn } from '../machines/examine-way-in.ts';
import { findMachine } from '../machines/find-machine.ts';
import { readSshEndpoint } from '../machines/read-ssh-endpoint.ts';

export function addDoctorCommand(program: Command, cli: Cli): void {
  withCommon(program.command('doctor <machine>'))
    .description('go the way to a machine step by step and say where it ends')
    .action(async (text: string, options: CommonOptions) => {
      const api = await openApi(cli, options);
      const machineId = await findMachine(api, text);
      const endpoint = await readSshEndpoint(api, machineId);
      const findings = await examineWayIn(endpoint, {
        route: { machineId, server: api.server, self: cli.config.self },
        environment: cli.config.environment,
      });
      show(cli, options, { tunnel: endpoint.tunnel, findings }, () =>
        factsOf(
          cli,
          findings.map(({ check, ok, detail }) => [
            check,
            { text: `${ok ? 'ok' : 'FAILS'}: ${detail}`, color: ok ? 'green' : 'red' },
          ]),
        ),
      );
      if (findings.some(({ ok }) => !ok)) cli.exitCode = exitCodes.unavailable;
    });
}
