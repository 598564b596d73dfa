import { Command } from 'commander';
import { addDatabaseCommands } from './cli/database-commands.ts';
import { addLabCommands } from './cli/lab-commands.ts';
import { addLedgerCommands } from './cli/ledger-commands.ts';
import { addSetupCommands } from './cli/setup-commands.ts';
import { addWorkerCommands } from './cli/worker-commands.ts';

const program = new Command('coinslot')
  .description('The operator’s commands. They work on the database of the Coinslot that runs.')
  .showHelpAfterError();
addSetupCommands(program);
addLedgerCommands(program);
addDatabaseCommands(program);
addWorkerCommands(program);
addLabCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
