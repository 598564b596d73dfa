import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { WorkerState } from '@coinslot/shared/states/worker.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { auditWorker, type WorkerOrder } from './audit-worker.ts';

/**
 * Voids a worker's key for good. Its live socket is closed within 5 s on whichever broker holds it; its machines are
 * handed on as soon as it has heard that, or when its leases run out: waiting ones go back to the queue, ready ones are adopted, open lab sessions ended by others.
 * Errors: `not_found`, `worker_state_conflict` (revoked already).
 */
export async function revokeWorker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  order: WorkerOrder,
): Promise<void> {
  const rows = await readRows(
    tx,
    StateBefore,
    sql`
      update workers w set state = 'revoked', state_reason = ${order.reason}, drain_deadline_at = null
      from (select id, state from workers where id = ${order.workerId} for update) as before
      where w.id = before.id
      returning before.state
    `,
  );
  const before = rows[0]?.state;
  if (!before) throw fail('not_found');
  if (before === 'revoked') throw fail('worker_state_conflict', { detail: saidSentences.worker_revoked });
  await auditWorker(tx, order, {
    action: 'worker.revoke',
    before: { state: before },
    after: { state: 'revoked' },
  });
  tx.afterCommit(() => ctx.bus.emit('desired_changed', { workerId: order.workerId }));
}

const StateBefore = z.object({ state: WorkerState });
