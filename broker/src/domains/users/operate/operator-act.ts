import type { Tx } from '../../../database/db.ts';
import { writeAudit } from '../../audit/index.ts';

/** A member as the operator names and sees them. */
export interface KnownMember {
  id: string;
  name: string;
  email: string;
}

/** What the operator does to a member on the server's own terminal, where no rank counts: who has it has the database. */
export interface OperatorAct {
  member: KnownMember;
  actorName: string;
  reason: string;
}

/** The line of such an act in the audit log. */
export async function auditOperator(tx: Tx, act: OperatorAct, action: string, after: unknown): Promise<void> {
  const { member, actorName, reason } = act;
  await writeAudit(tx, {
    actor: { id: null, name: actorName },
    action,
    targetKind: 'user',
    targetId: member.id,
    reason,
    after,
  });
}
