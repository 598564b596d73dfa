import { Command } from 'commander';
import { addBackupCommands } from './cli/backup-commands.ts';
import { addDatabaseCommands } from './cli/database-commands.ts';
import { addIncidentCommands } from './cli/incident-commands.ts';
import { addLabCommands } from './cli/lab-commands.ts';
import { addLedgerCommands } from './cli/ledger-commands.ts';
import { addMemberCommands } from './cli/member-commands.ts';
import { addRecipeCommands } from './cli/recipe-commands.ts';
import { addSessionCommands } from './cli/session-commands.ts';
import { addSetupCommands } from './cli/setup-commands.ts';
import { addWorkerCommands } from './cli/worker-commands.ts';
import { plainMessage } from './observability/describe-error.ts';

const program = new Command('coinslot operator')
  .description('The operator’s commands. They work on the database of the Coinslot that runs.')
  .showHelpAfterError();
addSetupCommands(program);
addLedgerCommands(program);
addDatabaseCommands(program);
addBackupCommands(program);
addWorkerCommands(program);
addLabCommands(program);
addRecipeCommands(program);
addSessionCommands(program);
addIncidentCommands(program);
addMemberCommands(program);

// Node would print an unheard error with all its fields: a failed statement's parameters are among them.
process.on('uncaughtException', tell);

try {
  await program.parseAsync();
} catch (error) {
  tell(error);
}

function tell(error: unknown): void {
  process.stderr.write(`${plainMessage(error)}\n`);
  process.exitCode = 1;
}
