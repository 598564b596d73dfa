import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { MachineState } from '@coinslot/shared/states/machine.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { surelyOverAt } from './surely-over-at.ts';

/** Something that a lab runs, or may run, for a machine. */
export type OpenLabSession = z.infer<typeof OpenLabSession>;

/** Every lab session that has not ended, the oldest first, for an operator's terminal. */
export async function listOpenLabSessions(db: Db): Promise<OpenLabSession[]> {
  return readRows(
    db,
    OpenLabSession,
    sql`
      select
        s.tag, m.name as machine, m.id as "machineId", m.state as "machineState", l.name as lab, seat.username as seat,
        s.state, s.intended_at as since, ${surelyOverAt} as "mayBeWrittenOffFrom"
      from lab_sessions s
      join machines m on m.id = s.machine_id
      join labs l on l.id = s.lab_id
      join seats seat on seat.id = s.seat_id
      where s.state <> 'ended'
      order by s.intended_at, s.id
    `,
  );
}

const OpenLabSession = z.object({
  tag: z.string(),
  machine: z.string(),
  machineId: z.uuid(),
  machineState: MachineState,
  lab: z.string(),
  seat: z.string(),
  state: LabSessionState,
  since: PgTimestamp,
  mayBeWrittenOffFrom: PgTimestamp,
});
