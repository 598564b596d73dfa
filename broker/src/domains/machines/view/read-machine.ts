import type { Machine } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import type { ViewContext } from './queue-place.ts';
import { selectMachines } from './select-machines.ts';

/** A member's own machine. Throws `not_found` for another member's, as if it did not exist. */
export async function readOwnMachine(
  db: Db | Tx,
  ctx: ViewContext,
  ownerId: string,
  machineId: string,
): Promise<Machine> {
  const found = await selectMachines(db, ctx, {
    where: sql`m.id = ${machineId} and m.owner_id = ${ownerId}`,
    limit: 1,
  });
  const machine = found[0];
  if (!machine) throw fail('not_found');
  return machine;
}

/** Throws `not_found` unless the machine is this member's. */
export async function requireOwnMachine(db: Db, ownerId: string, machineId: string): Promise<void> {
  const { rows } = await db.execute(sql`
    select id from machines where id = ${machineId} and owner_id = ${ownerId}
  `);
  if (rows.length === 0) throw fail('not_found');
}

/** Throws `not_found` unless there is such a machine. For admins. */
export async function requireMachine(db: Db, machineId: string): Promise<void> {
  const { rows } = await db.execute(sql`select id from machines where id = ${machineId}`);
  if (rows.length === 0) throw fail('not_found');
}
