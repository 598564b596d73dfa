import type { Tx } from '../../database/db.ts';
import { auditLog } from './tables.ts';

/** Who did it: a member, or a part of the system by name (`allocator`, `cli`). */
export interface Actor {
  id: string | null;
  name: string;
}

export interface AuditFact {
  actor: Actor;
  /** Verb last: `worker.revoke`, `wallet.adjust`. */
  action: string;
  targetKind: string;
  targetId: string;
  reason?: string | null;
  /** Never a secret. */
  before?: unknown;
  after?: unknown;
  address?: string | null;
}

/** Adds one line to the audit log, in the transaction of the act itself. Lines are never changed. */
export async function writeAudit(tx: Tx, fact: AuditFact): Promise<void> {
  await tx.insert(auditLog).values({
    actorId: fact.actor.id,
    actorName: fact.actor.name,
    action: fact.action,
    targetKind: fact.targetKind,
    targetId: fact.targetId,
    reason: fact.reason ?? null,
    before: fact.before ?? null,
    after: fact.after ?? null,
    address: fact.address ?? null,
  });
}
