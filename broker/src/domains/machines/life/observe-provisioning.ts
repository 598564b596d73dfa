import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import type { LockedMachine } from './lock-machine.ts';

/** Counts, after the commit, how long preparing took. A machine that was ready before, or never assigned, is not counted; canaries apart. */
export function observeProvisioning(
  tx: Tx,
  ctx: Pick<BrokerContext, 'metrics'>,
  machine: LockedMachine,
  outcome: 'ready' | 'failed',
): void {
  const { assignedAt, state, purpose } = machine;
  if (assignedAt === null || state === 'ready') return;
  const { canarySeconds, provisionSeconds } = ctx.metrics;
  const seconds = purpose === 'canary' ? canarySeconds : provisionSeconds;
  tx.afterCommit(() => seconds.observe({ outcome }, Math.max(0, Date.now() - assignedAt.getTime()) / 1000));
}
