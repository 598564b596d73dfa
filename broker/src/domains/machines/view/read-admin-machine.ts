import { AdminMachine } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { listEvidence } from '../../labs/index.ts';
import { IsoTime } from './iso-time.ts';
import type { ViewContext } from './queue-place.ts';
import { selectMachines } from './select-machines.ts';

/** One machine as admins see it: also who has it, where it runs, and what the lab runs for it. Throws `not_found`. */
export async function readAdminMachine(
  db: Db | Tx,
  ctx: ViewContext,
  machineId: string,
): Promise<AdminMachine> {
  const [machine] = await selectMachines(db, ctx, { where: sql`m.id = ${machineId}`, limit: 1 });
  const [around] = await readRows(db, AroundRow, selectAround(machineId));
  if (!machine || !around) throw fail('not_found');
  return { ...machine, ...around, evidence: await listEvidence(db, machineId) };
}

function selectAround(machineId: string) {
  return sql`
    select
      m.epoch,
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name, 'email', u.email) end as owner,
      (
        select json_build_object('id', w.id, 'name', w.name)
        from leases l join workers w on w.id = l.worker_id
        where l.machine_id = m.id order by l.epoch desc limit 1
      ) as worker,
      (
        select json_build_object('id', s.id, 'username', s.username)
        from seats s where s.id = coalesce(m.seat_id, (
          select ls.seat_id from lab_sessions ls where ls.machine_id = m.id order by ls.intended_at desc limit 1
        ))
      ) as seat,
      coalesce((
        select json_agg(json_build_object(
          'id', ls.id, 'tag', ls.tag, 'epoch', ls.epoch, 'state', ls.state, 'labRef', ls.lab_ref,
          'intendedAt', ls.intended_at, 'endedAt', ls.ended_at
        ) order by ls.intended_at, ls.id)
        from lab_sessions ls where ls.machine_id = m.id
      ), '[]') as "labSessions"
    from machines m left join users u on u.id = m.owner_id
    where m.id = ${machineId}
  `;
}

const AroundRow = AdminMachine.pick({ epoch: true, owner: true, worker: true, seat: true }).extend({
  labSessions: z.array(
    AdminMachine.shape.labSessions.element.extend({ intendedAt: IsoTime, endedAt: IsoTime.nullable() }),
  ),
});
