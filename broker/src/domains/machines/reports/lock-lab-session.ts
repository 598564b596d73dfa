import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';

/** The state of a lab session that this machine announced, locked until the transaction ends; null when it never did. */
export async function lockLabSession(
  tx: Tx,
  machineId: string,
  labSessionId: string,
): Promise<LabSessionState | null> {
  const [found] = await readRows(
    tx,
    z.object({ state: LabSessionState }),
    sql`select state from lab_sessions where id = ${labSessionId} and machine_id = ${machineId} for update`,
  );
  return found?.state ?? null;
}
