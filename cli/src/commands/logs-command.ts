import { MachineLogPage } from '@coinslot/shared/http/machines.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import type { Command } from 'commander';
import type { Api } from '../api/create-api.ts';
import { type Cli, type CommonOptions, openApi, withCommon } from '../cli-context.ts';
import { findMachine } from '../machines/find-machine.ts';
import { followMachine } from '../machines/follow-machine.ts';
import { plain } from '../output/plain.ts';

export function addLogsCommand(program: Command, cli: Cli): void {
  withCommon(program.command('logs <machine>'))
    .description('what a machine printed; with --json one JSON value a line for each piece')
    .option('-f, --follow', 'go on until the machine ends')
    .action(async (text: string, options: CommonOptions & { follow?: true }) => {
      const api = await openApi(cli, options);
      const machineId = await findMachine(api, text);
      const print = printerOf(cli, options);
      if (!options.follow) {
        for await (const chunk of readLog(api, machineId)) print(chunk);
        return;
      }
      for await (const news of followMachine(api, machineId, cli.terminal.signal)) {
        if (news.kind === 'log') for (const chunk of news.data.chunks) print(chunk);
      }
    });
}

async function* readLog(api: Api, machineId: string): AsyncGenerator<LogChunk> {
  let after: string | undefined;
  for (;;) {
    const { items, next } = await api.get(`/machines/${machineId}/logs`, MachineLogPage, { after });
    if (items.length === 0) return;
    yield* items;
    after = next;
  }
}

// A file gets what the machine printed; a screen would obey it.
function printerOf({ terminal }: Cli, { json }: CommonOptions): (chunk: LogChunk) => void {
  if (json) return (chunk) => terminal.out(`${JSON.stringify(chunk)}\n`);
  return ({ text }) => terminal.out(terminal.isScreen ? plain(text) : text);
}
