import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { settleLate } from '../sweep/settle-late.ts';
import { failRestart } from './fail-restart.ts';
import { readPendingRestart } from './pending-restart.ts';

/** Restarts that were not done before their deadline have failed. Answers how many. */
export async function failLateRestarts(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'config' | 'log' | 'metrics'>,
): Promise<number> {
  return settleLate(ctx, {
    table: sql`machine_restarts`,
    fault: 'late_restart',
    async settle(tx, machineId) {
      const machine = await lockMachine(tx, machineId);
      const restart = await readPendingRestart(tx, machineId);
      if (!machine || !restart?.isLate) return false;
      await failRestart(tx, ctx, machine, restart, saidSentences.restart_late);
      return true;
    },
  });
}
