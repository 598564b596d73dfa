import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { settleLate } from '../sweep/settle-late.ts';
import { readPendingExtension } from './read-pending-extension.ts';
import { refuseExtension } from './refuse-extension.ts';

/** Gives the coins back for time that the lab did not give before the deadline. Answers how many. */
export async function refuseLateExtensions(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'log' | 'metrics'>,
): Promise<number> {
  return settleLate(ctx, {
    table: sql`machine_extensions`,
    fault: 'late_extension',
    async settle(tx, machineId) {
      await lockMachine(tx, machineId);
      const extension = await readPendingExtension(tx, machineId);
      if (!extension?.isLate) return false;
      await refuseExtension(tx, ctx, machineId, extension, {
        text: saidSentences.extension_late,
        actor: 'system',
      });
      return true;
    },
  });
}
