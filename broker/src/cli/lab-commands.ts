import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { inTransaction } from '../database/db.ts';
import { BundledLabSeats, ensureBundledLab, listLabs, reopenLab, reopenSeat } from '../domains/labs/index.ts';
import { asOperator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';
import { printJson, printLine, printTable } from './print.ts';

export function addLabCommands(program: Command): void {
  const lab = program.command('lab').description('labs and their seats');
  lab
    .command('add-bundled')
    .description(
      'record the bundled lab; reads {"seats":[{"username","password","maxConcurrent"}]} from stdin',
    )
    .requiredOption('--url <url>', 'its address')
    .action(async ({ url }: { url: string }) => {
      const { seats } = BundledLabSeats.parse(JSON.parse(await text(process.stdin)));
      await asOperator(async ({ db, secrets }) => {
        await inTransaction(db, (tx) => ensureBundledLab(tx, { secrets }, { baseUrl: url, seats }));
        printLine(`The bundled lab at ${url} is recorded with ${seats.length} seats.`);
      });
    });
  lab
    .command('list')
    .description('labs, why one is closed, and their seats')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async ({ db }) => {
        const labs = await listLabs(db);
        if (json) printJson(labs);
        else for (const one of labs) printLab(one);
      });
    });
  lab
    .command('reopen <lab>')
    .description('close a lab’s breaker and lift its kill switch')
    .action(async (name: string) => {
      await asOperator(async ({ db }) => {
        await inTransaction(db, (tx) => reopenLab(tx, name, operatorName));
        printLine(`${name} is open.`);
      });
    });
  program
    .command('seat')
    .description('seats')
    .command('reopen <lab> <username>')
    .description('let a disabled seat be used again')
    .action(async (labName: string, username: string) => {
      await asOperator(async ({ db }) => {
        await inTransaction(db, (tx) => reopenSeat(tx, labName, username, operatorName));
        printLine(`The seat ${username} of ${labName} is open.`);
      });
    });
}

function printLab(lab: Awaited<ReturnType<typeof listLabs>>[number]): void {
  printLine(`${lab.name} (${lab.baseUrl}): ${lab.closedReason ?? 'open'}`);
  printTable(
    ['seat', 'in use', 'uses', 'state'],
    lab.seats.map((seat) => [
      seat.username,
      `${seat.inUse}/${seat.maxConcurrent}`,
      seat.uses,
      seat.disabledReason ?? 'open',
    ]),
  );
}
