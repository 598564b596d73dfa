// Members by SQL, for signing up is not measured. What looks random is a hash of the row's number: every run has the same house.

/** $1 = members. They came over half a year, the last tenth within a month; every one has a session, every third another way in. */
export const makeMembers = `
  insert into users (name, email, email_verified, created_at, last_seen_at, disabled_at, disabled_by, disabled_reason)
  select 'Member ' || n, 'member-' || n || '@example.org', n % 10 <> 0,
    now() - (case when n % 10 = 7 then 1 else 6 end * 30 - 29.0 * n / $1) * interval '1 day',
    now() - (abs(hashint4(n)) % 60) * interval '1 day',
    case when n % 100 = 99 then now() - interval '2 days' end,
    case when n % 100 = 99 then 'Ada Admin' end, case when n % 100 = 99 then 'shared a password' end
  from generate_series(1, $1::int) n`;

/** $1 = the hash of the admin's session token. */
export const makeAdmin = `
  with admin as (
    insert into users (name, email, email_verified) values ('Ada Admin', 'ada@example.org', true) returning id
  ), role as (
    insert into user_roles (user_id, role_name) select id, 'admin' from admin
  )
  insert into sessions (user_id, token, expires_at, signed_in_by)
  select id, encode(sha256(convert_to($1, 'UTF8')), 'hex'), now() + interval '7 days', 'password' from admin`;

export const surroundMembers = [
  'insert into wallets (user_id) select id from users',
  'insert into member_usage (user_id) select id from users',
  `insert into identities (user_id, issuer, subject, subject_name)
    select id, 'discord', 'subject-' || id, lower(replace(name, ' ', '-')) from users
    where name like 'Member %3' or name like 'Member %6' or name like 'Member %9'`,
  `insert into sessions (user_id, token, expires_at, created_at, last_seen_at, ip_address, user_agent, signed_in_by)
    select id, 'bench-' || n || id, now() + interval '7 days', now() - interval '3 days',
      now() - (abs(hashtext(id::text || n)) % 4000) * interval '1 minute', '192.0.2.7',
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'password'
    from users, generate_series(1, 2) n where name like 'Member %' and (n = 1 or name like 'Member %5')`,
  `insert into roles (name, description, rank, permissions)
    select 'helper-' || n, 'Looks after part ' || n, n, '{admin.users.read,admin.machines.read}' from generate_series(1, 20) n`,
  `insert into user_roles (user_id, role_name)
    select id, 'helper-' || (1 + abs(hashtext(name)) % 20) from users where name like 'Member %42'`,
  `insert into user_notes (user_id, author_name, text)
    select id, 'Ada Admin', 'note ' || n || ': asked about a refund' from users, generate_series(1, 40) n
    where name = 'Member 1' or (n = 1 and name like 'Member %8')`,
];
