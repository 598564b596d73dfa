-- What programs sign in with: a member's API keys, and the device grant (RFC 8628) by which a program gets one.

create table api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  name text not null,
  -- The first characters of the secret, by which its member knows it again; the secret itself is kept as its SHA-256 only.
  prefix text not null,
  secret_hash text not null unique check (secret_hash ~ '^[0-9a-f]{64}$'),
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null check (expires_at <= created_at + interval '365 days'),
  -- Written at most once a minute.
  last_used_at timestamptz,
  last_used_address text,
  revoked_at timestamptz
);
create index api_keys_of_user on api_keys (user_id, created_at desc);

-- One sign-in of a program: it asks with device_code, its member finds it by user_code. Approved once, by one member; delivered once.
create table device_grants (
  id uuid primary key default gen_random_uuid(),
  device_code_hash text not null unique check (device_code_hash ~ '^[0-9a-f]{64}$'),
  user_code text not null unique check (user_code ~ '^[A-Z]{8}$'),
  host text not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  key_days integer not null check (key_days between 1 and 365),
  state text not null default 'pending' check (state in ('pending', 'approved', 'denied', 'delivered')),
  requested_from text not null,
  requested_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- Grows whenever the program asks too soon.
  interval_seconds integer not null check (interval_seconds > 0),
  asked_at timestamptz,
  decided_by uuid references users (id) on delete cascade,
  decided_at timestamptz,
  check ((state = 'pending') = (decided_by is null) and (decided_by is null) = (decided_at is null))
);

-- From here on a key can buy as well. The member behind what an open session is kept by, or behind `api-key:` and the SHA-256 of a key
-- that may buy; null when there is none. A session is open when it has not expired and is not older than a session may get; a
-- disabled account has neither. Nobody buys by a session that looks through another member's eyes, nor by the one that it belongs to.
create or replace function member_of_credential(credential text, session_max_age_ms bigint) returns uuid language plpgsql stable as $$
begin
  if credential like 'api-key:%' then
    return (
      select u.id from api_keys k join users u on u.id = k.user_id
      where k.secret_hash = substr(credential, 9) and k.revoked_at is null and k.expires_at > now()
        and u.disabled_at is null and 'machines.write' = any (k.scopes)
    );
  end if;
  return (
    select u.id from sessions s join users u on u.id = s.user_id
    where s.token = credential and s.expires_at > now() and u.disabled_at is null
      and s.created_at > now() - session_max_age_ms * interval '1 millisecond'
      and s.viewer_session_id is null
      and not exists (select 1 from sessions v where v.viewer_session_id = s.id and v.expires_at > now())
  );
end $$;
