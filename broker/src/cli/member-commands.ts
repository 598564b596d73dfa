import type { Command } from 'commander';
import { inTransaction, type Tx } from '../database/db.ts';
import {
  findMember,
  operateDisable,
  operateEnable,
  operateResetTotp,
  operateRoles,
  operateSignOut,
  type OperatorAct,
} from '../domains/users/index.ts';
import { asOperator, type Operator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';
import { printLine } from './print.ts';

interface Why {
  reason: string;
}

/** For an admin who is locked out: what the admin pages do, from the server's own terminal. */
export function addMemberCommands(program: Command): void {
  const member = program.command('member').description('members, by e-mail address or id');
  act(member, 'disable', 'shut the account: sessions end, machines stop').action(
    (who: string, { reason }: Why) =>
      change(
        who,
        reason,
        (tx, { bus, secrets }, done) => operateDisable(tx, { bus, secrets }, done),
        () => 'is disabled.',
      ),
  );
  act(member, 'enable', 'open the account again').action((who: string, { reason }: Why) =>
    change(
      who,
      reason,
      (tx, _, done) => operateEnable(tx, done),
      () => 'is enabled.',
    ),
  );
  act(member, 'reset-totp', 'switch the second factor off, and end all sessions').action(
    (who: string, { reason }: Why) =>
      change(
        who,
        reason,
        (tx, { bus }, done) => operateResetTotp(tx, { bus }, done),
        (was) => (was ? 'has no second factor any more and is signed out.' : 'has no second factor.'),
      ),
  );
  act(member, 'sign-out', 'end all sessions and revoke all API keys').action((who: string, { reason }: Why) =>
    change(
      who,
      reason,
      (tx, { bus }, done) => operateSignOut(tx, { bus }, done),
      ({ sessions, keys }) =>
        `was signed out of ${sessions} ${sessions === 1 ? 'session' : 'sessions'}, and ${keys} API ${keys === 1 ? 'key' : 'keys'} revoked.`,
    ),
  );
  act(member, 'roles', 'show, give and take roles')
    .option('--add <role...>', 'give this role', [])
    .option('--remove <role...>', 'take this role', [])
    .action((who: string, { reason, add, remove }: Why & { add: string[]; remove: string[] }) =>
      change(
        who,
        reason,
        (tx, _, done) => operateRoles(tx, done, { add, remove }),
        (roles) => (roles.length === 0 ? 'has no role.' : `is ${roles.join(', ')}.`),
      ),
    );
}

function act(member: Command, name: string, description: string): Command {
  return member
    .command(`${name} <who>`)
    .description(description)
    .requiredOption('--reason <text>', 'why, for the audit log');
}

async function change<Result>(
  who: string,
  reason: string,
  run: (tx: Tx, operator: Operator, done: OperatorAct) => Promise<Result>,
  say: (result: Result) => string,
): Promise<void> {
  await asOperator(async (operator) => {
    const member = await findMember(operator.db, who);
    const done = { member, actorName: operatorName, reason };
    const result = await inTransaction(operator.db, (tx) => run(tx, operator, done));
    printLine(`${member.name} (${member.email}) ${say(result)}`);
  });
}
