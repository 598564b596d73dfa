import type { Command } from 'commander';
import { inTransaction } from '../database/db.ts';
import { listOpenLabSessions, writeOffLabSession } from '../domains/machines/index.ts';
import { asOperator } from './open-operator.ts';
import { operatorAct } from './operator-name.ts';
import { printJson, printLine, printTable } from './print.ts';

export function addSessionCommands(program: Command): void {
  const session = program.command('session').description('what labs run for our machines');
  session
    .command('list')
    .description('lab sessions that have not ended, the oldest first')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async ({ db }) => {
        const open = await listOpenLabSessions(db);
        if (json) printJson(open);
        else if (open.length === 0) printLine('No lab runs anything for us.');
        else {
          printTable(
            ['tag', 'machine', 'lab', 'seat', 'state', 'since', 'may be written off from'],
            open.map((one) => [
              one.tag,
              `${one.machine} (${one.machineState})`,
              one.lab,
              one.seat,
              one.state,
              one.since.toISOString(),
              one.mayBeWrittenOffFrom.toISOString(),
            ]),
          );
        }
      });
    });
  session
    .command('write-off <tag>')
    .description('take a lab session as ended whose lab does not answer any more; frees its seat')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action(async (tag: string, { reason }: { reason: string }) => {
      await asOperator(async ({ db, bus, metrics }) => {
        await inTransaction(db, (tx) =>
          writeOffLabSession(tx, { bus, metrics }, operatorAct, { session: { tag }, reason }),
        );
        printLine(`${tag} is written off; its seat is free.`);
      });
    });
}
