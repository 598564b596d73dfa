import { type SQL, sql } from 'drizzle-orm';
import type { BrokerConfig } from '../../../config.ts';
import { interval } from './interval.ts';

/** Workers that are locked, fail, are silent, or have machines that they should not have any more. */
export function workerIncidents({ fleet }: Pick<BrokerConfig, 'fleet'>): SQL[] {
  return [
    sql`
      select 'worker_locked', w.id::text, w.name, w.state_reason, w.last_seen_at, null, jsonb_build_object('workerId', w.id),
        '{}'::jsonb
      from workers w where w.state = 'locked'`,
    sql`
      select 'worker_failing', w.id::text, w.name, w.failing_reason, w.failing_since,
        w.probe_sent_at + ${interval(fleet.probeIntervalMs)}, jsonb_build_object('workerId', w.id), '{}'::jsonb
      from workers w where w.failing_since is not null and w.state in ('active', 'draining')`,
    sql`
      select 'worker_silent', w.id::text, w.name, null, w.last_seen_at,
        greatest(w.last_seen_at + ${interval(fleet.lostAfterMs)}, max(l.expires_at)),
        jsonb_build_object('workerId', w.id), jsonb_build_object('count', count(*))
      from leases l join workers w on w.id = l.worker_id
      where l.released_at is null and w.state in ('active', 'draining', 'drained')
        and w.last_seen_at < now() - ${interval(fleet.suspectAfterMs)}
      group by w.id`,
    sql`
      select 'worker_revoked_holding', w.id::text, w.name, w.state_reason, null, max(l.expires_at),
        jsonb_build_object('workerId', w.id), jsonb_build_object('count', count(*))
      from leases l join workers w on w.id = l.worker_id
      where l.released_at is null and w.state in ('revoked', 'locked')
      group by w.id`,
  ];
}
