import { type SQL, sql } from 'drizzle-orm';
import type { BrokerConfig } from '../../../config.ts';
import { interval } from './interval.ts';

/** What ends a machine looks every second: whoever is so much later was forgotten. */
const slackMs = 60_000;
/** The longest that a person of the operator's may be waited for (labs_operator_wait_minutes_check). */
const operatorWaitMaxMs = 60 * 60_000;

/** Machines that nobody can reach, that wait for a person, or that are longer in a state than they may be, and their coins. */
export function machineIncidents(config: Pick<BrokerConfig, 'fleet' | 'machines'>): SQL[] {
  return [waitingForPerson, degraded, stuck(config), lateOrders(config), holds(config)];
}

const ofMachine = sql`jsonb_build_object('machineId', m.id, 'labId', m.lab_id)`;

const waitingForPerson = sql`
  select 'machine_needs_operator', m.id::text, m.name, m.needs_operator_message, null, m.needs_operator_until, ${ofMachine}, '{}'::jsonb
  from machines m where m.ended_at is null and m.needs_operator_until is not null`;

const degraded = sql`
  select 'machine_degraded', m.id::text, m.name, null, m.degraded_since, least(m.degraded_until, m.expires_at), ${ofMachine}, '{}'::jsonb
  from machines m where m.ended_at is null and m.degraded_until is not null`;

function stuck({ machines }: Pick<BrokerConfig, 'machines'>): SQL {
  const slack = interval(slackMs);
  return sql`
    select 'machine_stuck', m.id::text, m.name, null, late.since, null, ${ofMachine}, jsonb_build_object('state', m.state)
    from (
      select id, case when provision_deadline_at is null then queue_deadline_at else provision_deadline_at end as since
      from machines where state in ('queued', 'assigned', 'provisioning') and least(provision_deadline_at, queue_deadline_at) < now() - ${slack}
      union all
      select id, stopping_at + ${interval(machines.stoppingDeadlineMs)} from machines
      where state = 'stopping' and stopping_at < now() - ${interval(machines.stoppingDeadlineMs + slackMs)}
      union all
      select id, expires_at from machines where state = 'ready' and expires_at < now() - ${slack}
    ) late join machines m on m.id = late.id
    where late.since < now() - ${slack}`;
}

/** Just after a broker's start these deadlines do not count yet. */
function lateOrders({ fleet }: Pick<BrokerConfig, 'fleet'>): SQL {
  return sql`
    select 'order_overdue', o.id::text, m.name, null, o.deadline_at, null, ${ofMachine}, jsonb_build_object('order', o.what)
    from (
      select id, machine_id, deadline_at, 'extension' as what from machine_extensions where state = 'pending'
      union all
      select id, machine_id, deadline_at, 'restart' from machine_restarts where state = 'pending'
    ) o join machines m on m.id = o.machine_id
    where o.deadline_at < now() - ${interval(slackMs + fleet.startGraceMs)}`;
}

/** Coins that are held longer than a machine can wait and be prepared, or for one that is over. */
function holds({ machines }: Pick<BrokerConfig, 'machines'>): SQL {
  const longestMs = machines.queueDeadlineMs + machines.provisionDeadlineMs + operatorWaitMaxMs + slackMs;
  return sql`
    select 'hold_stuck', m.id::text, m.name, null, min(coalesce(m.ended_at, c.created_at)), null, ${ofMachine},
      jsonb_build_object('count', sum(c.price))
    from charges c join machines m on m.id = c.machine_id
    where c.state = 'held'
      and (m.ended_at < now() - interval '2 minutes' or c.created_at < now() - ${interval(longestMs)})
    group by m.id`;
}
