import { MachineState } from '@coinslot/shared/states/machine.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';

/** Who holds a machine now, and what can be opened to it. `workerId` is null while nobody holds it. */
const StreamHolder = z.object({
  machineId: z.uuid(),
  name: z.string(),
  ownerId: z.uuid().nullable(),
  state: MachineState,
  hasEnded: z.boolean(),
  hasWayIn: z.boolean(),
  workerId: z.uuid().nullable(),
  epoch: z.int().nullable(),
  protocol: z.int().nullable(),
});
export type StreamHolder = z.infer<typeof StreamHolder>;

/** Machines that do not exist are missing in the answer. */
export async function readStreamHolders(db: Db, machineIds: readonly string[]): Promise<StreamHolder[]> {
  return await readRows(
    db,
    StreamHolder,
    sql`
      select m.id as "machineId", m.name, m.owner_id as "ownerId", m.state, m.end_reason is not null as "hasEnded",
        exists (select 1 from endpoints e where e.machine_id = m.id and e.closed_at is null) as "hasWayIn",
        l.worker_id as "workerId", l.epoch, w.protocol
      from machines m
      left join leases l on l.machine_id = m.id and l.released_at is null
      left join workers w on w.id = l.worker_id
      where m.id = any(${sql.param([...machineIds])}::uuid[])
    `,
  );
}
