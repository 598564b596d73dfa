import type { Machine, MachineListQuery, MachinePage } from '@coinslot/shared/http/machines.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';
import { makePage } from '../../../http/page-cursor.ts';
import { afterMachine, machineCursorOf } from './machine-cursor.ts';
import type { ViewContext } from './queue-place.ts';
import { selectMachines } from './select-machines.ts';

/** A member's machines, newest first. `active` = not final. */
export async function listOwnMachines(
  db: Db,
  ctx: ViewContext,
  ownerId: string,
  query: MachineListQuery,
): Promise<MachinePage> {
  const rows = await selectMachines(db, ctx, {
    where: sql`m.owner_id = ${ownerId} and ${ofState[query.state]} and ${afterMachine(query.cursor)}`,
    limit: query.limit + 1,
  });
  return makePage(rows, query.limit, (machine: Machine) => machine, machineCursorOf);
}

const ofState = {
  active: sql`m.ended_at is null`,
  ended: sql`m.ended_at is not null`,
  all: sql`true`,
} as const satisfies Record<MachineListQuery['state'], SQL>;
