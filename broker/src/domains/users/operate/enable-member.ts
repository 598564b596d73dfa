import type { Tx } from '../../../database/db.ts';
import { openAccount } from '../shut-account.ts';
import { auditOperator, type OperatorAct } from './operator-act.ts';

/** Opens the account again. Throws a sentence for one whose member has asked for its deletion. */
export async function operateEnable(tx: Tx, act: OperatorAct): Promise<void> {
  if (!(await openAccount(tx, act.member.id))) {
    throw new Error('The member has asked for this account to be deleted.');
  }
  await auditOperator(tx, act, 'user.enable', { disabled: false });
}
