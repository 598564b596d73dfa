import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import type { LockedMachine } from './lock-machine.ts';

/** Counts, after the commit, how long preparing took. A machine that was ready before, or never assigned, is not counted. */
export function observeProvisioning(
  tx: Tx,
  ctx: Pick<BrokerContext, 'metrics'>,
  machine: LockedMachine,
  outcome: 'ready' | 'failed',
): void {
  const { assignedAt, state } = machine;
  if (assignedAt === null || state === 'ready') return;
  tx.afterCommit(() => {
    ctx.metrics.provisionSeconds.observe({ outcome }, Math.max(0, Date.now() - assignedAt.getTime()) / 1000);
  });
}
