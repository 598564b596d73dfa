import type { Tx } from '../../../database/db.ts';
import { writeAudit } from '../../audit/index.ts';

/** Who ends what nobody asked to end. */
export const reconciler = { id: null, name: 'reconciler' } as const;

/** What was to be ended is over: by the lab's word, or because its list does not show it any more. */
export async function auditSettled(tx: Tx, { id, how }: { id: string; how: string }): Promise<void> {
  await writeAudit(tx, {
    actor: reconciler,
    action: 'lab_finding.settle',
    targetKind: 'lab_finding',
    targetId: id,
    after: { how },
  });
}
