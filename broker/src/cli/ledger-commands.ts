import type { Command } from 'commander';
import { verifyLedger } from '../domains/wallet/index.ts';
import { asOperator } from './open-operator.ts';
import { printJson, printLine, printTable } from './print.ts';

export function addLedgerCommands(program: Command): void {
  program
    .command('ledger')
    .description('coins')
    .command('verify')
    .description('recompute every wallet and charge from the transfers; exit code 1 on any difference')
    .option('--json', 'print the report as JSON')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async ({ db }) => {
        const report = await verifyLedger(db);
        if (report.differences.length > 0) process.exitCode = 1;
        if (json) {
          printJson(report);
          return;
        }
        const { wallets, charges, transfers, differences } = report;
        const checked = `${count(wallets, 'wallet')} and ${count(charges, 'charge')}`;
        printLine(`${checked} against ${count(transfers, 'transfer')}:`);
        if (differences.length === 0) printLine('no difference.');
        else {
          printTable(
            ['of', 'id', 'what', 'expected', 'found'],
            differences.map((one) => [one.kind, one.id, one.what, one.expected, one.found]),
          );
        }
      });
    });
}

function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}
