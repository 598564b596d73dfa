import { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows } from '../../database/db.ts';
import { readCoinDays } from './coin-days.ts';
import { listNeeds } from './list-needs.ts';

/** What an admin looks at first. `days` are UTC days, today included. */
export async function readOverview(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  days: number,
): Promise<Overview> {
  const [coins, machines, failuresByLab, members, needsPerson] = await Promise.all([
    readCoinDays(ctx.db, days),
    countMachines(ctx.db),
    countFailures(ctx.db, days),
    countMembers(ctx.db, days),
    listNeeds(ctx),
  ]);
  return { at: new Date().toISOString(), coins, machines, failuresByLab, members, needsPerson };
}

const { machines: MachineCounts, members: MemberCounts, failuresByLab: Failures } = Overview.shape;

async function countMachines(db: Db): Promise<z.infer<typeof MachineCounts>> {
  const [counts] = await readRows(
    db,
    MachineCounts,
    sql`
      select count(*) filter (where state in ('ready', 'stopping')) as running,
        count(*) filter (where state in ('assigned', 'provisioning')) as preparing,
        count(*) filter (where state = 'queued') as waiting
      from machines where ended_at is null and purpose <> 'canary'`,
  );
  return counts ?? { running: 0, preparing: 0, waiting: 0 };
}

async function countFailures(db: Db, days: number): Promise<z.infer<typeof Failures>> {
  return await readRows(
    db,
    Failures.element,
    sql`
      select l.id as "labId", l.name as "labName", count(*) as machines,
        count(*) filter (where m.state = 'failed') as failed,
        mode() within group (order by coalesce(m.end_failure, m.end_reason)) filter (where m.state = 'failed') as mostly
      from machines m join labs l on l.id = m.lab_id
      where m.requested_at >= date_trunc('day', now()) - make_interval(days => ${days - 1}) and m.purpose <> 'canary'
      group by l.id, l.name order by failed desc, machines desc, l.name limit 50`,
  );
}

async function countMembers(db: Db, days: number): Promise<z.infer<typeof MemberCounts>> {
  // A subquery, which is computed once and not for every row.
  const since = sql`(select date_trunc('day', now()) - make_interval(days => ${days - 1}))`;
  const [counts] = await readRows(
    db,
    MemberCounts,
    sql`
      select count(*) as total, count(*) filter (where created_at >= ${since}) as "newInPeriod",
        count(*) filter (where u.last_seen_at >= ${since} or u.id in (
          select s.user_id from sessions s where s.viewer_session_id is null and s.last_seen_at >= ${since}
        )) as active
      from users u where u.deleted_at is null`,
  );
  return counts ?? { total: 0, newInPeriod: 0, active: 0 };
}
