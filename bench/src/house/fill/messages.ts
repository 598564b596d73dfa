// What was told to members, and what admins did.

export const makeMessages = [
  `insert into notifications (user_id, kind, params, dedupe_key, shown, created_at)
    select owner_id, 'machine_ready', jsonb_build_object('machineId', id, 'machineName', name), 'ready:' || id, true, ready_at
    from machines where ready_at is not null`,
  `insert into outbox (channel, kind, user_id, notification_id, recipient, params, state, tries, created_at, valid_until, ended_at, last_error)
    select 'mail', n.kind, u.id, n.id, u.email, n.params, case when n.id % 50 = 0 then 'failed' else 'sent' end, 1, n.created_at,
      n.created_at + interval '1 day', n.created_at + interval '1 second',
      case when n.id % 50 = 0 then '550 no such mailbox' end
    from notifications n join users u on u.id = n.user_id`,
];

/** $1 = announcements. Every member has read the newest ten. */
export const makeAnnouncements = `
  with made as (
    insert into announcements (title, markdown, level, banner, pinned, notify, starts_at, told_at, created_by)
    select 'News ' || n, repeat('What is **new** in the lab. ', 20), 'info', false, false, false, now() - ($1 - n) * interval '8 hours',
      now(), 'Ada Admin' from generate_series(1, $1::int) n
    returning id, starts_at
  )
  insert into announcement_marks (announcement_id, user_id)
  select a.id, u.id from (select id from made order by starts_at desc limit 10) a, users u`;

/** $1 = lines. */
export const makeAudit = `
  with member as (
    select id::text, row_number() over (order by id) as place from users where name like 'Member %'
  ), machine as (
    select id::text, row_number() over (order by id) as place from machines
  )
  insert into audit_log (at, actor_id, actor_name, action, target_kind, target_id, reason, before, after, address)
  select now() - (90.0 * (1 - n::numeric / $1)) * interval '1 day', a.id, a.name,
    (array['wallet.adjust', 'user.disable', 'machine.stop', 'voucher.create', 'settings.edit', 'user.read'])[1 + n % 6],
    case when n % 6 = 2 then 'machine' else 'user' end, case when n % 6 = 2 then m.id else u.id end,
    'ticket ' || n || ' of the desk', '{"coins": 4}', jsonb_build_object('coins', n), '198.51.100.' || n % 250
  from generate_series(1, $1::int) n
  join (select id, name from users where name = 'Ada Admin') a on true
  join member u on u.place = 1 + n % (select count(*) from member)
  join machine m on m.place = 1 + n % (select count(*) from machine)
  order by n`;
