import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';
import { type LockedMachine, lockMachine } from '../life/lock-machine.ts';
import { surelyOverAt } from './surely-over-at.ts';

const LabSessionTerms = z.object({
  id: z.uuid(),
  tag: z.string(),
  state: z.string(),
  surelyOverAt: PgTimestamp,
  isSurelyOver: z.boolean(),
});
export type LabSessionTerms = z.infer<typeof LabSessionTerms>;

/** One lab session and when it is surely over, or null. */
export async function readLabSessionTerms(
  db: Db | Tx,
  labSessionId: string,
): Promise<Omit<LabSessionTerms, 'id'> | null> {
  const [terms] = await readRows(db, LabSessionTerms, selectTerms(sql`s.id = ${labSessionId}`));
  if (terms === undefined) return null;
  const { id: _, ...rest } = terms;
  return rest;
}

/** Locks a lab session `s` with its machine, in their order. Throws `not_found`. */
export async function lockLabSession(
  tx: Tx,
  which: SQL,
): Promise<{ machine: LockedMachine; session: LabSessionTerms }> {
  const [found] = await readRows(
    tx,
    z.object({ machineId: z.uuid() }),
    sql`select s.machine_id as "machineId" from lab_sessions s where ${which}`,
  );
  const machine = found === undefined ? null : await lockMachine(tx, found.machineId);
  const [session] = await readRows(tx, LabSessionTerms, sql`${selectTerms(which)} for update of s`);
  if (!machine || !session) throw fail('not_found', { detail: 'There is no such lab session.' });
  return { machine, session };
}

function selectTerms(which: SQL): SQL {
  return sql`
    select s.id, s.tag, s.state, ${surelyOverAt} as "surelyOverAt", ${surelyOverAt} <= now() as "isSurelyOver"
    from lab_sessions s join machines m on m.id = s.machine_id
    where ${which}`;
}
