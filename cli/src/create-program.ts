import { Command } from 'commander';
import type { Cli } from './cli-context.ts';
import { addAdminCommands } from './commands/admin/admin-commands.ts';
import { addShopCommands } from './commands/buy-command.ts';
import { addDoctorCommand } from './commands/doctor-command.ts';
import { addKeyCommand } from './commands/key-command.ts';
import { addLogsCommand } from './commands/logs-command.ts';
import { addMachineCommands } from './commands/machine-commands.ts';
import { addNotificationCommand } from './commands/notification-command.ts';
import { addSignInCommands } from './commands/sign-in-commands.ts';
import { addSshCommand } from './commands/ssh-command.ts';
import { addSshConfigCommand } from './commands/ssh-config-command.ts';
import { addWalletCommands } from './commands/wallet-commands.ts';

const ends = `
Exit codes: 0 done; 1 something unexpected; 2 wrong usage; 3 not signed in or not allowed; 4 not found;
5 refused by a rule; 6 unavailable or too late; 7 the machine failed. docs/cli.md says more.`;

/** Every command of members and admins; the operator's are another program (operator.ts). Throws instead of ending the process. */
export function createProgram(cli: Cli): Command {
  const program = new Command('coinslot')
    .description('Insert a coin, get a machine: the shop from a terminal.')
    .addHelpText('after', ends)
    .configureOutput({
      writeOut: cli.terminal.out,
      writeErr: cli.terminal.err,
      getOutHasColors: () => cli.terminal.hasColor,
      getErrHasColors: () => cli.terminal.hasColor,
    })
    .exitOverride()
    .showSuggestionAfterError();
  addSignInCommands(program, cli);
  addShopCommands(program, cli);
  addMachineCommands(program, cli);
  addLogsCommand(program, cli);
  addSshCommand(program, cli);
  addSshConfigCommand(program, cli);
  addDoctorCommand(program, cli);
  addWalletCommands(program, cli);
  addNotificationCommand(program, cli);
  addKeyCommand(program, cli);
  addAdminCommands(program, cli);
  program
    .command('operator')
    .description(
      'on the server’s own terminal: setup, ledger, db, worker, lab, seat, recipe, session, member (operator --help)',
    )
    .helpOption(false);
  return program;
}
