import type { BrokerContext } from '../context.ts';
import { inTransaction } from '../database/db.ts';
import { purgeEvidence } from '../domains/labs/index.ts';

const batch = 100;

/** Deletes evidence whose time is over. */
export function createPurgeEvidence(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const purged = await inTransaction(ctx.db, (tx) => purgeEvidence(tx, batch));
    if (purged > 0) ctx.log.info({ purged }, 'old evidence was deleted');
  };
}
