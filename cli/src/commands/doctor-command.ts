import type { Command } from 'commander';
import { type Cli, type CommonOptions, factsOf, openApi, show, withCommon } from '../cli-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { examineMachine } from '../machines/examine-machine.ts';
import { examineWayIn } from '../machines/examine-way-in.ts';
import { findMachine } from '../machines/find-machine.ts';

export function addDoctorCommand(program: Command, cli: Cli): void {
  withCommon(program.command('doctor <machine>'))
    .description('go the way to a machine step by step, sign in, and say what stands in between')
    .action(async (text: string, options: CommonOptions) => {
      const api = await openApi(cli, options);
      const machineId = await findMachine(api, text);
      const { findings, endpoint } = await examineMachine(api, machineId);
      if (endpoint !== null) {
        const route = { machineId, server: api.server, self: cli.config.self };
        findings.push(...(await examineWayIn(endpoint, { route, environment: cli.config.environment })));
      }
      show(cli, options, { tunnel: endpoint?.tunnel ?? null, findings }, () =>
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
