import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { appendEvent, tellChanged } from '../life/append-event.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { noteUse } from './note-use.ts';

/** The way in of a ready machine answers (again): what failed before does not count any more. */
export async function recover(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machine: Pick<LockedMachine, 'id' | 'degradedSince'>,
): Promise<void> {
  await tx.execute(sql`
    update machines set health_failures = 0, degraded_since = null, degraded_until = null where id = ${machine.id}
  `);
  if (machine.degradedSince === null) return tellChanged(tx, ctx, machine.id);
  await noteUse(tx, machine.id);
  await appendEvent(tx, ctx, machine.id, {
    kind: 'health',
    degraded: false,
    text: saidSentences.machine_answers_again,
  });
}
