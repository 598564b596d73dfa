import type { BrokerContext } from '../../../context.ts';
import type { FaultKind } from '../../../observability/fault-counter.ts';

/**
 * Does something about each of these machines, one after another. One that throws (a fault of ours, counted and logged) keeps
 * nobody else waiting: it is met again in the next round.
 *
 * @returns for how many `act` answered true
 */
export async function doEachAlone(
  ctx: Pick<BrokerContext, 'log' | 'metrics'>,
  machineIds: readonly string[],
  { fault, act }: { fault: FaultKind; act: (machineId: string) => Promise<boolean> },
): Promise<number> {
  let done = 0;
  for (const machineId of machineIds) {
    try {
      if (await act(machineId)) done += 1;
    } catch (error) {
      ctx.metrics.faults.inc({ kind: fault });
      ctx.log.error({ err: error, machineId, fault }, 'what is due for a machine could not be done');
    }
  }
  return done;
}
