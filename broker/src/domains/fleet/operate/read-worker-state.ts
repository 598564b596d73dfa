import { WorkerState } from '@coinslot/shared/states/worker.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';

/** The worker's state, its row locked until the end of the transaction. Error: `not_found`. */
export async function readWorkerState(tx: Tx, workerId: string): Promise<WorkerState> {
  const rows = await readRows(tx, StateRow, sql`select state from workers where id = ${workerId} for update`);
  const row = rows[0];
  if (!row) throw fail('not_found');
  return row.state;
}

const StateRow = z.object({ state: WorkerState });
