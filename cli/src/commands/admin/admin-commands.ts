import type { Command } from 'commander';
import type { Cli } from '../../cli-context.ts';
import { addAdminAuditCommand } from './audit-command.ts';
import { addAdminLabCommands } from './lab-commands.ts';
import { addAdminMachineCommands } from './machine-commands.ts';
import { addAdminUserCommands } from './user-commands.ts';
import { addAdminVoucherCommands } from './voucher-commands.ts';
import { addAdminWorkerCommands } from './worker-commands.ts';

/** What admins do over the API, with a key that has the scope `admin` and roles that allow it. */
export function addAdminCommands(program: Command, cli: Cli): void {
  const admin = program.command('admin').description('for admins: coinslot login --admin');
  addAdminUserCommands(admin, cli);
  addAdminMachineCommands(admin, cli);
  addAdminWorkerCommands(admin, cli);
  addAdminLabCommands(admin, cli);
  addAdminVoucherCommands(admin, cli);
  addAdminAuditCommand(admin, cli);
}
