import type { BrokerContext } from '../../context.ts';
import { inSavepoint, inTransaction } from '../../database/db.ts';
import { isAppError } from '../../http/errors.ts';
import { takeDueTrials } from '../labs/index.ts';
import { askCanary } from './ask-canary.ts';

/** Asks for every canary that is due: of what a breaker closed and that has rested, and as labs are scheduled. Answers how many. */
export async function askDueCanaries(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db' | 'log'>,
): Promise<number> {
  return await inTransaction(ctx.db, async (tx) => {
    let asked = 0;
    for (const { labId, seatId, by } of await takeDueTrials(tx, ctx)) {
      try {
        await inSavepoint(tx, (inner) => askCanary(inner, ctx, { labId, seatId, template: null, by }));
        asked += 1;
      } catch (error) {
        if (!isAppError(error)) throw error;
        ctx.log.warn(
          { labId, seatId, by, detail: error.message },
          'a canary that was due could not be asked for',
        );
      }
    }
    return asked;
  });
}
