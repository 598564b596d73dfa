-- What makes an account safe: sessions that can be told apart and confirmed, links by e-mail, second factors, passkeys, deletion.

-- `token` is the SHA-256 of what the browser's cookie holds: whoever reads the database cannot sign in with it.
update sessions set token = encode(sha256(convert_to(token, 'UTF8')), 'hex');
alter table sessions
  add column signed_in_by text check (signed_in_by in ('password', 'passkey', 'discord', 'google', 'x', 'registration')),
  -- When the member last proved to be the member: by signing in, or by confirming it.
  add column confirmed_at timestamptz not null default now(),
  add column last_seen_at timestamptz not null default now();
update sessions set confirmed_at = created_at, last_seen_at = updated_at;

alter table users
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
  failed_since timestamptz
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
