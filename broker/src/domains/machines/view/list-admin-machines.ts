import { AdminMachineRow, type AdminMachinePage } from '@coinslot/shared/http/machines.ts';
import { MachineState } from '@coinslot/shared/states/machine.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { likeLiteral } from '../../../database/like-literal.ts';
import { makePage } from '../../../http/page-cursor.ts';
import { IsoTime } from './iso-time.ts';
import { afterMachine, machineCursorOf, newestFirst } from './machine-cursor.ts';

/** `GET /api/v1/admin/machines?search=&state=`: by machine's name or id, owner's name or e-mail. */
export const AdminMachineQuery = z.object({
  search: z.string().trim().max(200).default(''),
  state: z.union([MachineState, z.enum(['active', 'ended', 'all'])]).default('all'),
  /** Only this member's. */
  ownerId: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type AdminMachineQuery = z.infer<typeof AdminMachineQuery>;

/** Everybody's machines, and nobody's canaries, newest first. */
export async function listAdminMachines(db: Db, query: AdminMachineQuery): Promise<AdminMachinePage> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select
        m.id, m.name, m.purpose, coalesce(p.name, 'Canary') as "productName", m.state, m.end_reason as "endReason", m.end_detail as "endDetail",
        u.name as "ownerName", u.email as "ownerEmail", ${newestWorker} as "workerName",
        m.requested_at as "requestedAt", m.ended_at as "endedAt", coalesce(c.price, 0) as price,
        coalesce(c.refunded, 0) as refunded,
        (select count(*) from evidence e where e.machine_id = m.id) as "evidenceCount",
        exists (select 1 from lab_sessions ls where ls.machine_id = m.id and ls.state <> 'ended') as "labSessionOpen"
      from machines m
      left join products p on p.id = m.product_id
      left join users u on u.id = m.owner_id
      left join lateral (
        select sum(paid.price)::bigint as price, sum(paid.refunded_earned + paid.refunded_bought)::bigint as refunded
        from charges paid where paid.machine_id = m.id and (paid.kind = 'purchase' or paid.state <> 'released')
      ) c on true
      where ${ofState(query.state)} and ${found(query.search)} and ${ofOwner(query.ownerId)} and ${afterMachine(query.cursor)}
      order by ${newestFirst}
      limit ${query.limit + 1}
    `,
  );
  return makePage(rows, query.limit, (row) => row, machineCursorOf);
}

/** The worker that holds the machine, or held it last. */
const newestWorker = sql`(
  select w.name from leases l join workers w on w.id = l.worker_id
  where l.machine_id = m.id order by l.epoch desc limit 1
)`;

function ofState(state: AdminMachineQuery['state']): SQL {
  if (state === 'all') return sql`true`;
  if (state === 'active') return sql`m.ended_at is null`;
  if (state === 'ended') return sql`m.ended_at is not null`;
  return sql`m.state = ${state}`;
}

function ofOwner(ownerId: string | undefined): SQL {
  return ownerId === undefined ? sql`true` : sql`m.owner_id = ${ownerId}`;
}

function found(search: string): SQL {
  if (search === '') return sql`true`;
  const pattern = `%${likeLiteral(search)}%`;
  const isId = z.guid().safeParse(search).success;
  // Each by itself, so that owners are found by their own index.
  return sql`m.id in (
    select named.id from machines named where named.name ilike ${pattern}
    union all
    select owned.id from users o join machines owned on owned.owner_id = o.id where o.name ilike ${pattern} or o.email ilike ${pattern}
    ${isId ? sql`union all select ${search}::uuid` : sql``}
  )`;
}

const Row = AdminMachineRow.extend({ requestedAt: IsoTime, endedAt: IsoTime.nullable() });
