-- What makes an account safe: sessions that can be told apart and confirmed, links by e-mail, second factors, passkeys, deletion.

-- `token` is the SHA-256 of what the browser's cookie holds: whoever reads the database cannot sign in with it.
update sessions set token = encode(sha256(convert_to(token, 'UTF8')), 'hex');
alter table sessions
  add column signed_in_by text check (signed_in_by in ('password', 'passkey', 'discord', 'google', 'x', 'registration')),
  -- When the member last proved to be the member: by signing in, or by confirming it.
  add column confirmed_at timestamptz not null default now(),
  add column last_seen_at timestamptz not null default now();
update sessions set confirmed_at = created_at, last_seen_at = updated_at;

-- Nothing of providers is kept but who somebody is there.
alter table identities
  drop column access_token,
  drop column refresh_token,
  drop column id_token,
  drop column access_token_expires_at,
  drop column refresh_token_expires_at,
  drop column scope;

alter table users
  drop column image,
  add column terms_revision integer,
  add column terms_accepted_at timestamptz,
  add column deletion_requested_at timestamptz,
  -- From then on nothing in this row says who it was.
  add column deleted_at timestamptz,
  add check ((terms_revision is null) = (terms_accepted_at is null)),
  add check (deleted_at is null or (deletion_requested_at is not null and disabled_at is not null));
create index users_to_delete on users (deletion_requested_at) where deletion_requested_at is not null and deleted_at is null;

-- Between the first way in and the second factor. The cookie's SHA-256 is the key; five minutes and a few tries.
create table pending_sign_ins (
  token_hash text primary key,
  user_id uuid not null references users (id) on delete cascade,
  signed_in_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index pending_sign_ins_of_user on pending_sign_ins (user_id);

-- Links that were sent. Only the token's SHA-256 is kept, and it works once. A sign-up waits here with what was typed.
create table email_links (
  token_hash text primary key,
  kind text not null check (kind in ('sign_up', 'verify', 'change', 'reset')),
  user_id uuid references users (id) on delete cascade,
  email text not null,
  sign_up_name text,
  sign_up_password text,
  sign_up_terms_revision integer,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((kind = 'sign_up') = (user_id is null)),
  check (kind = 'sign_up' or (sign_up_name is null and sign_up_password is null))
);
create index email_links_of_address on email_links (email, kind, created_at);
create index email_links_of_user on email_links (user_id) where user_id is not null;

-- One authenticator app for each account. `secret` is encrypted by the broker; unconfirmed ones ask nobody for anything.
create table second_factors (
  user_id uuid primary key references users (id) on delete cascade,
  secret text not null,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  -- The time step of the last code that was taken: it and older ones are void.
  last_step bigint,
  failed_tries integer not null default 0,
  last_failed_at timestamptz
);
create table recovery_codes (
  user_id uuid not null references second_factors (user_id) on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table passkeys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  synced boolean not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_of_user on passkeys (user_id);
-- Browsers that a member has come in by, known by a cookie of their own: a sign-in by another one is told to the member.
create table known_devices (
  user_id uuid not null references users (id) on delete cascade,
  device_hash text not null,
  seen_at timestamptz not null default now(),
  primary key (user_id, device_hash)
);

create table passkey_challenges (
  challenge_hash text primary key,
  purpose text not null check (purpose in ('register', 'sign_in', 'confirm')),
  user_id uuid references users (id) on delete cascade,
  expires_at timestamptz not null,
  check ((purpose = 'sign_in') = (user_id is null))
);

-- Who had a once-only reward and deleted the account: a salted hash of an identity or address, from which nobody can be read.
alter table installation add column reward_salt uuid not null default gen_random_uuid();
create table reward_marks (
  mark text not null,
  campaign_id uuid not null references campaigns (id),
  created_at timestamptz not null default now(),
  primary key (mark, campaign_id)
);

-- Its library is gone; links have a table of their own.
drop table verifications;

-- What hangs on an account by `on delete cascade` is about a person and goes when the person goes; what refers to it otherwise
-- (coins, machines, audit lines) stays, without a name. So a new table is forgotten with the rest.
create function forget_member(member uuid) returns void language plpgsql as $$
declare
  belonging record;
begin
  for belonging in
    select c.conrelid::regclass as owner, a.attname as reference
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'users'::regclass and c.confdeltype = 'c'
    order by 1
  loop
    execute format('delete from %s where %I = $1', belonging.owner, belonging.reference) using member;
  end loop;
end $$;

-- The audit log stays append-only, but that a line forgets who left it once the account is deleted: the name, the address, and what
-- somebody did with their own account (a key's or device's name, the values before and after).
create function is_about_oneself(line audit_log) returns boolean language sql immutable as $$
  select line.target_kind in ('api_key', 'device_grant') or (line.target_kind = 'user' and line.target_id = line.actor_id::text)
$$;
create function guard_audit_line() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and (new.id, new.at, new.actor_id, new.action, new.target_kind, new.target_id, new.reason)
      is not distinct from (old.id, old.at, old.actor_id, old.action, old.target_kind, old.target_id, old.reason)
    and ((new.before, new.after) is not distinct from (old.before, old.after)
      or (new.before is null and new.after is null and is_about_oneself(old)))
    and new.actor_name = 'Deleted member' and new.address is null
    and exists (select 1 from users u where u.id = old.actor_id and u.deleted_at is not null)
  then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger audit_log_append_only on audit_log;
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function guard_audit_line();
grant update (actor_name, address, before, after) on audit_log to current_user;
