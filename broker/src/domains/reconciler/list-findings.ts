import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { MachineState } from '@coinslot/shared/states/machine.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';

/** What labs and our rows do not agree on and is not settled, the oldest first. */
export async function listFindings(db: Db, { atMost }: { atMost: number }): Promise<LabFinding[]> {
  return await readRows(
    db,
    LabFinding,
    sql`
      select f.id, f.kind, f.state, f.lab_ref as "labRef", f.label, f.sightings, f.tries, f.failure,
        f.first_seen_at as "firstSeenAt", f.last_seen_at as "lastSeenAt", f.next_try_at as "nextTryAt", f.wanted_by as "wantedBy",
        l.id as "labId", l.name as "labName", s.id as "seatId", s.username as seat,
        x.id as "labSessionId", x.tag, x.state as "labSessionState", x.ended_how as "endedHow",
        m.id as "machineId", m.name as "machineName", m.state as "machineState"
      from lab_findings f join labs l on l.id = f.lab_id join seats s on s.id = f.seat_id
        left join lab_sessions x on x.id = f.lab_session_id left join machines m on m.id = x.machine_id
      where f.state <> 'settled'
      order by f.first_seen_at, f.id limit ${atMost}
    `,
  );
}

export type LabFinding = z.infer<typeof LabFinding>;
const LabFinding = z.object({
  id: z.uuid(),
  kind: z.enum(['orphan', 'second_session', 'missing', 'stranger', 'renamed']),
  state: z.enum(['open', 'ending']),
  labRef: z.string(),
  /** What the lab calls it. */
  label: z.string(),
  sightings: z.int(),
  tries: z.int(),
  failure: z.string().nullable(),
  firstSeenAt: PgTimestamp,
  lastSeenAt: PgTimestamp,
  nextTryAt: PgTimestamp.nullable(),
  wantedBy: z.string().nullable(),
  labId: z.uuid(),
  labName: z.string(),
  seatId: z.uuid(),
  seat: z.string(),
  labSessionId: z.uuid().nullable(),
  /** What we call it. */
  tag: z.string().nullable(),
  labSessionState: LabSessionState.nullable(),
  endedHow: z.string().nullable(),
  machineId: z.uuid().nullable(),
  machineName: z.string().nullable(),
  machineState: MachineState.nullable(),
});
