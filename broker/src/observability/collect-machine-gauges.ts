import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';

/** Fills the gauges that count machines nobody can reach and lab sessions that nobody confirmed as ended. */
export async function collectMachineGauges({
  db,
  metrics,
}: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  const sessions = await readRows(
    db,
    z.object({ state: LabSessionState, n: z.int(), orphaned: z.int() }),
    sql`
      select s.state, count(*) as n,
        count(*) filter (where m.ended_at < now() - interval '5 minutes') as orphaned
      from lab_sessions s join machines m on m.id = s.machine_id
      where s.state <> 'ended' group by s.state
    `,
  );
  for (const state of LabSessionState.exclude(['ended']).options) metrics.labSessions.set({ state }, 0);
  for (const { state, n } of sessions) metrics.labSessions.set({ state }, n);
  metrics.labSessionsOrphaned.set(sessions.reduce((sum, { orphaned }) => sum + orphaned, 0));
  const [degraded] = await readRows(
    db,
    z.object({ n: z.int() }),
    sql`select count(*) as n from machines where state = 'ready' and degraded_until is not null`,
  );
  metrics.machinesDegraded.set(degraded?.n ?? 0);
}
