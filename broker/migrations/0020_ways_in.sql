-- Ways in that open by a key, quick tunnels, and a person of the operator's who does a step by hand.

alter table endpoints drop constraint endpoints_tunnel_check,
  add constraint endpoints_tunnel_check check (tunnel in ('direct', 'cloudflared', 'quick', 'gateway')),
  -- A private key, encrypted like `secret` and wiped with it. A way in that takes keys only has no password.
  add column private_key text,
  add constraint endpoints_closed_key check (closed_at is null or private_key is null);

-- While a machine is prepared an admin may stop it between two steps, or do by hand what the lab asks of its account's holder.
alter table machines
  add column operator_paused boolean not null default false,
  -- How often an admin handed the page back: its worker goes on when this grows.
  add column operator_handed_back integer not null default 0 check (operator_handed_back >= 0),
  -- Waiting for a person gave it more time to be prepared; once.
  add column operator_waited boolean not null default false,
  add column needs_operator_step text,
  add column needs_operator_failure text,
  add column needs_operator_message text;

create index machines_need_operator on machines (needs_operator_until) where needs_operator_until is not null;

-- Reading how to log in asks for its own scope from here on; a key that could read it still can.
update api_keys set scopes = scopes || array['machines.connect']
  where 'machines.write' = any (scopes) and not 'machines.connect' = any (scopes);

update roles set permissions = permissions || array['admin.machines.watch', 'admin.machines.operate']
  where name = 'admin';
