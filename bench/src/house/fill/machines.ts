// Machines with all that a life leaves behind. Nine of ten have ended; the rest waits, or is ready on a worker that is away.

export const stockHouse = [
  `insert into pools (name) values ('bench')`,
  `insert into labs (name, driver, recipe, base_url, permission_kind, permission_confirmed_at)
    select 'Lab ' || n, 'console', 'bundled', 'http://lab.localhost:1', 'own_installation', now() from generate_series(1, 5) n`,
  `insert into seats (lab_id, username, secret, max_concurrent)
    select id, 'seat-' || n, 'none', 1000 from labs, generate_series(1, 20) n`,
  `insert into products (name, pool_id, lab_id, template, duration_minutes, price)
    select 'Product ' || n || ' of ' || l.name, p.id, l.id, 'linux-small', 60, 7 from pools p, labs l, generate_series(1, 6) n`,
  `insert into workers (pool_id, name, public_key, capacity, last_seen_at)
    select id, 'worker-' || n, 'key-' || n, 100, now() from pools, generate_series(1, 50) n`,
];

/** $1 = machines, $2 = members. Every fifth is the busy member's. */
export const makeMachines = `
  insert into machines (
    id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, state, end_reason, end_failure, epoch,
    last_event_n, log_bytes, requested_at, queued_at, queue_deadline_at, assigned_at, ready_at, expires_at, stopping_at, ended_at
  )
  select gen_random_uuid(), u.id, p.id, p.pool_id, p.lab_id, 'machine-' || life.n, p.template, 60, 7, life.state,
    case life.state when 'failed' then 'provision_failed' when 'stopped' then 'member_stopped' end,
    case life.state when 'failed' then (array['page_changed', 'no_quota', 'lab_error'])[1 + life.n % 3] end,
    case when life.state = 'queued' then 0 else 1 end, 8, 64, life.at, life.at, life.at + interval '400 days',
    case when life.state <> 'queued' then life.at + interval '1 minute' end,
    case when life.state in ('ready', 'stopped') then life.at + interval '2 minutes' end,
    case when life.state = 'ready' then now() + interval '6 hours' when life.state = 'stopped' then life.at + interval '1 hour' end,
    case when life.state = 'stopped' then life.at + interval '30 minutes' end,
    case when life.state in ('failed', 'stopped') then life.at + interval '31 minutes' end
  from (
    select n, now() - (90.0 * (1 - n::numeric / $1)) * interval '1 day' - interval '2 hours' as at,
      case when n % 20 = 0 then 'queued' when n % 20 = 10 then 'ready' when n % 9 = 0 then 'failed' else 'stopped' end as state
    from generate_series(1, $1::int) n
  ) life
  join users u on u.name = 'Member ' || case when life.n % 5 = 0 then 1 else 1 + abs(hashint4(life.n)) % $2::int end
  join (select id, pool_id, lab_id, template, row_number() over (order by name) as place from products) p
    on p.place = 1 + life.n % 30`;

const seatOfMachine = `
  join lateral (
    select id from seats s where s.lab_id = m.lab_id and s.username = 'seat-' || (1 + abs(hashtext(m.id::text)) % 20)
  ) s on true`;

export const surroundMachines = [
  `insert into leases (machine_id, worker_id, seat_id, epoch, granted_at, acknowledged_at, expires_at, released_at, release_reason)
    select m.id, w.id, s.id, 1, m.assigned_at, m.assigned_at, now() + interval '1 hour', m.ended_at,
      case when m.ended_at is not null then 'ended' end
    from machines m join workers w on w.name = 'worker-' || (1 + abs(hashtext(m.id::text)) % 50) ${seatOfMachine}
    where m.epoch = 1`,
  `insert into lab_sessions (id, machine_id, lab_id, seat_id, epoch, tag, state, intended_at, started_at, live_at, ended_at, ended_how)
    select gen_random_uuid(), m.id, m.lab_id, s.id, 1, 'tag-' || m.id, case when m.ended_at is null then 'live' else 'ended' end,
      m.assigned_at, m.assigned_at, m.assigned_at, m.ended_at, case when m.ended_at is not null then 'confirmed' end
    from machines m ${seatOfMachine} where m.epoch = 1`,
  `insert into machine_steps (machine_id, attempt, step, epoch, state, started_at, finished_at)
    select m.id, 1, step, 1, 'done', m.assigned_at, m.assigned_at + interval '7 seconds' from machines m,
      unnest(array['sign_in', 'start_lab', 'wait_for_lab', 'open_shell', 'bootstrap', 'open_tunnel', 'verify']) step
    where m.epoch = 1`,
  `insert into machine_events (machine_id, n, at, kind, data)
    select m.id, n, m.requested_at + n * interval '7 seconds', case when n = 1 then 'requested' else 'step' end,
      case when n = 1 then '{}' else jsonb_build_object('step', 'sign_in', 'state', 'done', 'attempt', 1, 'failure', null) end
    from machines m, generate_series(1, 8) n`,
  `insert into machine_logs (machine_id, epoch, seq, at, source, text)
    select m.id, 1, n, m.assigned_at, 'machine', repeat('a line that the machine printed' || chr(10), 2)
    from machines m, generate_series(1, 400) n where m.epoch = 1 and (n = 1 or m.name in ('machine-1', 'machine-2'))`,
  `insert into evidence (id, machine_id, epoch, taken_at, step, failure, message, url, title, dom, expires_at)
    select gen_random_uuid(), id, 1, ended_at, 'start_lab', end_failure, 'the page is another one', 'http://lab.localhost:1/', 'Lab',
      '<html></html>', now() + interval '7 days' from machines where state = 'failed'`,
  `update member_usage u set active_machines = active.n
    from (select owner_id, count(*) as n from machines where ended_at is null group by 1) active where active.owner_id = u.user_id`,
  `update workers w set used = held.n
    from (select worker_id, count(*) as n from leases where released_at is null group by 1) held where held.worker_id = w.id`,
];
