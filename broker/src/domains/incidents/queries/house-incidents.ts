import { type SQL, sql } from 'drizzle-orm';
import type { BrokerConfig } from '../../../config.ts';
import { interval } from './interval.ts';

/** The books, the broker's own jobs, messages and tunnels. */
export function houseIncidents({ backups }: Pick<BrokerConfig, 'backups'>): SQL[] {
  return [
    books,
    conditions,
    massOutages,
    seatCounts,
    workerCounts,
    tunnelCalls,
    tunnelRemovals,
    messages,
    staleBackup(backups),
  ];
}

const books = sql`
  select 'ledger_wrong' as kind, 'house' as subject, '' as name, null::text as reason, c.wrong_since as since,
    null::timestamptz as next_at, '{}'::jsonb as refs, jsonb_build_object('coins', c.imbalance_coins) as params
  from ledger_checks c where c.wrong_since is not null`;

/** What a process said of itself lately; one that is gone says nothing any more. */
const conditions = sql`
  select c.kind, case when c.name = '' then 'house' else c.name end, c.name, null, min(c.since), max(c.until), '{}'::jsonb,
    case when c.name = '' then '{}'::jsonb else jsonb_build_object('loop', c.name) end
  from broker_conditions c
  where c.seen_at > now() - interval '1 minute' and (c.until is null or c.until > now())
  group by c.kind, c.name`;

const massOutages = sql`
  select 'mass_outage', 'house', '', null, o.began_at, o.until_at, '{}'::jsonb,
    jsonb_build_object('count', o.silent, 'known', o.known)
  from mass_outages o where o.until_at > now() order by o.until_at desc limit 1`;

const seatCounts = sql`
  select 'seat_miscounted', s.id::text, s.username, null, null, null,
    jsonb_build_object('seatId', s.id, 'labId', s.lab_id), jsonb_build_object('counted', s.in_use, 'found', coalesce(on_it.n, 0))
  from seats s
    left join (select m.seat_id, count(*) as n from machines m where m.seat_id is not null group by m.seat_id) on_it
      on on_it.seat_id = s.id
  where s.in_use <> coalesce(on_it.n, 0)`;

const workerCounts = sql`
  select 'worker_miscounted', w.id::text, w.name, null, null, null,
    jsonb_build_object('workerId', w.id), jsonb_build_object('counted', w.used, 'found', coalesce(held.n, 0))
  from workers w
    left join (select l.worker_id, count(*) as n from leases l where l.released_at is null group by l.worker_id) held
      on held.worker_id = w.id
  where w.used <> coalesce(held.n, 0)`;

const tunnelCalls = sql`
  select 'tunnels_failing', 'house', '', s.fault_detail, s.fault_at, greatest(s.paused_until, s.closed_until), '{}'::jsonb, '{}'::jsonb
  from tunnel_settings s where s.failures >= 3`;

const tunnelRemovals = sql`
  select 'tunnel_stuck', m.id::text, m.name, t.fault, t.removing_at, t.next_try_at, jsonb_build_object('machineId', m.id), '{}'::jsonb
  from tunnels t join machines m on m.id = t.machine_id
  where t.state = 'removing' and t.removing_at < now() - interval '10 minutes'`;

const messages = sql`
  select 'outbox_failed', 'house', '', null, min(o.ended_at), null, '{}'::jsonb, jsonb_build_object('count', count(*))
  from outbox o where o.state = 'failed' having count(*) > 0`;

/** Where backups are taken at all. */
function staleBackup({ recipients, intervalMs }: BrokerConfig['backups']): SQL {
  return sql`
    select 'backup_stale', 'house', '', tried.failure, coalesce(good.at, tried.first_at), null, '{}'::jsonb, '{}'::jsonb
    from (select max(started_at) as at from backups where bytes is not null) good,
      (select min(started_at) as first_at, (array_agg(failure order by started_at desc))[1] as failure from backups) tried
    where ${recipients.length > 0} and coalesce(good.at, tried.first_at) < now() - 2 * ${interval(intervalMs)}`;
}
