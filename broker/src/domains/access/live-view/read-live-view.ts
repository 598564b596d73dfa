import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';

const Row = z.object({
  canWatch: z.boolean(),
  paused: z.boolean(),
  until: PgTimestamp.nullable(),
  step: z.string().nullable(),
  failure: z.string().nullable(),
  message: z.string().nullable(),
});

/** Whether an admin can look at a machine's page, and whether it waits for one. Throws `not_found`. */
export async function readLiveView(
  db: Db,
  machineId: string,
  takenBy: string | null,
): Promise<LiveViewState> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select coalesce(w.protocol >= 3 and w.session_id is not null, false) as "canWatch", m.operator_paused as paused,
        case when m.state = 'provisioning' then m.needs_operator_until end as until,
        m.needs_operator_step as step, m.needs_operator_failure as failure, m.needs_operator_message as message
      from machines m
      left join leases l on l.machine_id = m.id and l.released_at is null
      left join workers w on w.id = l.worker_id
      where m.id = ${machineId}
    `,
  );
  if (!row) throw fail('not_found');
  const { canWatch, paused, until, step, failure, message } = row;
  return {
    canWatch,
    paused,
    takenBy,
    needsOperator:
      until === null
        ? null
        : { until: until.toISOString(), step: step ?? '', failure: failure ?? '', message: message ?? '' },
  };
}
