import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { degrade } from '../health/degrade.ts';
import { appendEvent } from '../life/append-event.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { tellHolder } from '../life/tell-holder.ts';
import { decideRestart, type PendingRestart } from './pending-restart.ts';

/**
 * The lab did not restart the machine, or it did not come back in time. Its way in stays closed until the holder says that it
 * answers; until then the machine is degraded since the restart was asked for, and given up at that deadline.
 */
export async function failRestart(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'metrics'>,
  machine: LockedMachine,
  restart: PendingRestart,
  text: string,
): Promise<void> {
  await decideRestart(tx, restart.id, { state: 'failed', detail: text });
  await appendEvent(tx, ctx, machine.id, { kind: 'restart', state: 'failed', text });
  await degrade(tx, ctx, machine, {
    since: restart.requestedAt,
    text: saidSentences.restart_failed,
  });
  await tellHolder(tx, ctx, machine.id);
  tx.afterCommit(() => ctx.metrics.restarts.inc({ outcome: 'failed' }));
}
