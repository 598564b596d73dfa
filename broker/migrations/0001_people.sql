-- People: better-auth's four tables under our names, roles, the one-time setup code, and the audit log.

create table installation (
  only_row boolean primary key default true check (only_row),
  broker_id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
insert into installation default values;

create table users (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index users_newest on users (created_at desc, id desc);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_of_user on sessions (user_id);

-- The provider's subject is the identity, never the e-mail. `issuer` is 'credential' for e-mail and password.
create table identities (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  issuer text not null,
  subject text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (issuer, subject)
);
create index identities_of_user on identities (user_id);

create table verifications (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);

create table roles (
  name text primary key,
  rank integer not null check (rank >= 0),
  permissions text[] not null,
  created_at timestamptz not null default now()
);
insert into roles (name, rank, permissions) values
  ('admin', 100, array[
    'admin.overview.read', 'admin.users.read', 'admin.wallets.read', 'admin.wallets.adjust',
    'admin.workers.read', 'admin.workers.enrol', 'admin.workers.drain', 'admin.workers.revoke',
    'admin.machines.read', 'admin.machines.stop', 'admin.evidence.read', 'admin.audit.read'
  ]);

create table user_roles (
  user_id uuid not null references users (id) on delete cascade,
  role_name text not null references roles (name),
  granted_by uuid references users (id),
  granted_at timestamptz not null default now(),
  primary key (user_id, role_name)
);

-- The code that makes the first admin: only its SHA-256 is kept; a new one voids the old.
create table setup_codes (
  code_hash text primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references users (id)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id uuid references users (id),
  actor_name text not null,
  action text not null,
  target_kind text not null,
  target_id text not null,
  reason text,
  before jsonb,
  after jsonb,
  address text
);
create index audit_log_of_target on audit_log (target_kind, target_id, id desc);
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_change();
revoke update, delete, truncate on audit_log from public, current_user;
