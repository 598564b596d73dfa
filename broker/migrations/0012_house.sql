-- The house: what its admins may do and decide. Settings, notes about members, roles that can be edited, looking through a member's eyes.

alter table roles
  add column description text not null default '',
  -- As it came with the software: nobody edits or deletes it.
  add column built_in boolean not null default false,
  add column revision integer not null default 1;

-- A test holds this equal to the permissions that the broker knows.
update roles set
  built_in = true,
  description = 'Runs the house: everything is allowed.',
  permissions = array[
    'admin.overview.read', 'admin.users.read', 'admin.users.disable', 'admin.users.notes', 'admin.users.sessions', 'admin.users.view_as',
    'admin.roles.read', 'admin.roles.write', 'admin.wallets.read', 'admin.wallets.adjust',
    'admin.workers.read', 'admin.workers.enrol', 'admin.workers.drain', 'admin.workers.revoke',
    'admin.machines.read', 'admin.machines.stop', 'admin.evidence.read', 'admin.pools.read', 'admin.pools.write',
    'admin.products.read', 'admin.products.write', 'admin.labs.read', 'admin.labs.write', 'admin.seats.read', 'admin.seats.write',
    'admin.vouchers.read', 'admin.vouchers.write', 'admin.announcements.read', 'admin.announcements.write',
    'admin.outbox.read', 'admin.outbox.write', 'admin.settings.read', 'admin.settings.write', 'admin.audit.read', 'admin.audit.export'
  ]
where name = 'admin';
create index user_roles_of_role on user_roles (role_name);

-- One row for each group that was ever changed; a group without one has the values that came with the software.
create table settings (
  name text primary key check (name in ('general', 'members', 'welcome', 'terms', 'privacy')),
  values jsonb not null,
  revision integer not null default 1 check (revision > 0),
  updated_at timestamptz not null default now(),
  updated_by text not null
);
-- A house that gave other welcome coins before goes on giving them.
insert into settings (name, values, updated_by)
  select 'welcome', jsonb_build_object('coins', coins, 'grantsMax', max_grants), 'migration'
  from campaigns where trigger = 'welcome' and (coins, max_grants) <> (50, 100000) order by created_at, id limit 1;

-- What admins know of a member. Never changed; it goes only with the account.
create table user_notes (
  id bigint generated always as identity primary key,
  user_id uuid not null references users (id) on delete cascade,
  at timestamptz not null default now(),
  author_id uuid references users (id),
  author_name text not null,
  text text not null
);
create index user_notes_of_user on user_notes (user_id, id desc);
-- But that it forgets who wrote it, once that account is deleted.
create function guard_user_note() returns trigger language plpgsql as $$
begin
  if (new.id, new.user_id, new.at, new.author_id, new.text) is not distinct from (old.id, old.user_id, old.at, old.author_id, old.text)
    and new.author_name = 'Deleted member'
  then
    return new;
  end if;
  raise exception '% is never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger user_notes_never_changed before update on user_notes
  for each row execute function guard_user_note();
create index user_notes_by_author on user_notes (author_id);

alter table users
  add column disabled_by text,
  add column disabled_reason text;
-- When a session that has ended was last used: the newest of them. Open sessions know it themselves.
alter table users add column last_seen_at timestamptz;
create function keep_last_seen() returns trigger language plpgsql as $$
begin
  update users u set last_seen_at = greatest(u.last_seen_at, ended.at)
    from (
      select user_id, max(last_seen_at) as at from ended_sessions where viewer_session_id is null group by user_id order by user_id
    ) ended
    where u.id = ended.user_id and u.deleted_at is null;
  return null;
end $$;
create trigger sessions_keep_last_seen after delete on sessions
  referencing old table as ended_sessions for each statement execute function keep_last_seen();
create index users_disabled on users (disabled_at) where disabled_at is not null;

-- An admin's session may look through a member's eyes: a second row, of the member's, that nobody holds the token of. It ends with
-- the admin's own session, with the member's sessions, or by itself; whatever ends it, the end is written down.
alter table sessions
  add column viewer_session_id uuid unique references sessions (id) on delete cascade,
  add column viewer_id uuid references users (id),
  add column view_reason text,
  add check ((viewer_session_id is null) = (view_reason is null) and (viewer_session_id is null) = (viewer_id is null));
create function audit_end_of_view() returns trigger language plpgsql as $$
begin
  insert into audit_log (actor_id, actor_name, action, target_kind, target_id, reason, after)
    select u.id, u.name, 'user.end_view', 'user', old.user_id::text, old.view_reason,
      jsonb_build_object('since', old.created_at, 'until', least(now(), old.expires_at))
    from users u where u.id = old.viewer_id;
  return null;
end $$;
create trigger sessions_view_ends after delete on sessions
  for each row when (old.viewer_session_id is not null) execute function audit_end_of_view();

-- Days of the overview are read from a few blocks: transfers are only ever added at the end.
create index transfers_by_time on transfers using brin (created_at) with (pages_per_range = 32, autosummarize = on);
create index users_by_email on users (lower(email) text_pattern_ops);

-- The audit log is searched in any of its words.
create extension if not exists pg_trgm;
alter table audit_log add column words text not null generated always as (
  lower(action || ' ' || actor_name || ' ' || target_kind || ' ' || target_id || ' ' || coalesce(reason, '') || ' ' || coalesce(address, ''))
) stored;
create index audit_log_words on audit_log using gin (words gin_trgm_ops);
create index audit_log_by_time on audit_log (at);
create index audit_log_of_actor on audit_log (actor_id, id desc) where actor_id is not null;
create index audit_log_of_action on audit_log (action text_pattern_ops, id desc);

-- What the last check of the books found, for the page that says what needs a person.
create table ledger_checks (
  only_row boolean primary key default true check (only_row),
  checked_at timestamptz not null,
  imbalance_coins bigint not null check (imbalance_coins >= 0),
  -- Since when every check has found a difference.
  wrong_since timestamptz,
  check ((wrong_since is null) = (imbalance_coins = 0))
);
