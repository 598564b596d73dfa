import type { Command } from 'commander';
import { inTransaction } from '../database/db.ts';
import { createSetupCode } from '../domains/accounts/index.ts';
import { asOperator } from './open-operator.ts';
import { printJson, printLine } from './print.ts';

export function addSetupCommands(program: Command): void {
  program
    .command('setup')
    .description('the first admin')
    .command('code')
    .description('print a new one-time code that makes the first admin; earlier codes are void')
    .option('--json', 'print {"needed":true,"code":"…"} or {"needed":false}')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async ({ db, config }) => {
        const { setupCodeTtlMs } = config.accounts;
        const code = await inTransaction(db, (tx) => createSetupCode(tx, setupCodeTtlMs));
        if (json) printJson(code === null ? { needed: false } : { needed: true, code });
        else if (code === null) printLine('There is an admin already; no code is needed.');
        else
          printLine(`Sign in at ${config.http.publicUrl}/setup and enter ${code} (valid for a day, once).`);
      });
    });
}
