-- What the migrations make, read from the catalogue. Written by `npm run coinslot -- db dump-schema`; a test compares it.

table announcement_marks
  announcement_id uuid not null
  user_id uuid not null
  read_at timestamp with time zone not null default now()
  dismissed_at timestamp with time zone
  constraint announcement_marks_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcements(id) ON DELETE CASCADE
  constraint announcement_marks_pkey PRIMARY KEY (announcement_id, user_id)
  constraint announcement_marks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE TRIGGER announcement_marks_count AFTER INSERT ON public.announcement_marks REFERENCING NEW TABLE AS new_marks FOR EACH STATEMENT EXECUTE FUNCTION count_announcement_readers()
  CREATE TRIGGER announcement_marks_forget AFTER DELETE ON public.announcement_marks REFERENCING OLD TABLE AS old_marks FOR EACH STATEMENT EXECUTE FUNCTION forget_announcement_readers()
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table announcement_readers
  announcement_id uuid not null
  readers integer not null
  constraint announcement_readers_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcements(id) ON DELETE CASCADE
  constraint announcement_readers_pkey PRIMARY KEY (announcement_id)
  constraint announcement_readers_readers_check CHECK ((readers >= 0))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table announcements
  id uuid not null default gen_random_uuid()
  title text not null
  markdown text not null
  level text not null
  banner boolean not null
  pinned boolean not null
  notify boolean not null
  starts_at timestamp with time zone not null default now()
  ends_at timestamp with time zone
  told_after uuid
  told integer not null default 0
  told_at timestamp with time zone
  revision integer not null default 1
  created_at timestamp with time zone not null default now()
  created_by text not null
  constraint announcements_check CHECK ((starts_at < ends_at))
  constraint announcements_level_check CHECK ((level = ANY (ARRAY['info'::text, 'warning'::text])))
  constraint announcements_pkey PRIMARY KEY (id)
  CREATE INDEX announcements_shown ON public.announcements USING btree (pinned DESC, starts_at DESC, id DESC)
  CREATE INDEX announcements_to_tell ON public.announcements USING btree (starts_at) WHERE (notify AND (told_at IS NULL))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table api_keys
  id uuid not null default gen_random_uuid()
  user_id uuid not null
  name text not null
  prefix text not null
  secret_hash text not null
  scopes text[] not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  last_used_at timestamp with time zone
  last_used_address text
  revoked_at timestamp with time zone
  ended_reason text
  constraint api_keys_check CHECK ((expires_at <= (created_at + '365 days'::interval)))
  constraint api_keys_ended_reason_check CHECK ((ended_reason = 'restored'::text))
  constraint api_keys_pkey PRIMARY KEY (id)
  constraint api_keys_scopes_check CHECK ((cardinality(scopes) > 0))
  constraint api_keys_secret_hash_check CHECK ((secret_hash ~ '^[0-9a-f]{64}$'::text))
  constraint api_keys_secret_hash_key UNIQUE (secret_hash)
  constraint api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX api_keys_of_user ON public.api_keys USING btree (user_id, created_at DESC)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table assets
  id uuid not null default gen_random_uuid()
  type text not null
  width integer not null
  height integer not null
  bytes bytea not null
  uploaded_by text not null
  created_at timestamp with time zone not null default now()
  constraint assets_height_check CHECK ((height > 0))
  constraint assets_pkey PRIMARY KEY (id)
  constraint assets_type_check CHECK ((type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text, 'image/gif'::text])))
  constraint assets_width_check CHECK ((width > 0))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table audit_log
  id bigint not null generated always as identity
  at timestamp with time zone not null default now()
  actor_id uuid
  actor_name text not null
  action text not null
  target_kind text not null
  target_id text not null
  reason text
  before jsonb
  after jsonb
  address text
  words text not null default lower(((((((((((action || ' '::text) || actor_name) || ' '::text) || target_kind) || ' '::text) || target_id) || ' '::text) || COALESCE(reason, ''::text)) || ' '::text) || COALESCE(address, ''::text)))
  constraint audit_log_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES users(id)
  constraint audit_log_pkey PRIMARY KEY (id)
  CREATE INDEX audit_log_by_time ON public.audit_log USING btree (at)
  CREATE INDEX audit_log_of_action ON public.audit_log USING btree (action text_pattern_ops, id DESC)
  CREATE INDEX audit_log_of_actor ON public.audit_log USING btree (actor_id, id DESC) WHERE (actor_id IS NOT NULL)
  CREATE INDEX audit_log_of_target ON public.audit_log USING btree (target_kind, target_id, id DESC)
  CREATE INDEX audit_log_words ON public.audit_log USING gin (words gin_trgm_ops)
  CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION guard_audit_line()
  CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  the owner may insert, maintain, references, select, trigger

table backups
  id bigint not null generated always as identity
  asked_by text not null
  started_at timestamp with time zone not null default now()
  finished_at timestamp with time zone
  file text not null
  bytes bigint
  table_rows bigint
  sha256 text
  failure text
  constraint backups_bytes_check CHECK ((bytes > 0))
  constraint backups_check CHECK (((bytes IS NULL) = (sha256 IS NULL)))
  constraint backups_check1 CHECK (((failure IS NULL) OR (bytes IS NULL)))
  constraint backups_pkey PRIMARY KEY (id)
  constraint backups_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
  constraint backups_table_rows_check CHECK ((table_rows >= 0))
  CREATE INDEX backups_newest ON public.backups USING btree (started_at DESC)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table broker_conditions
  process_id uuid not null
  kind text not null
  name text not null default ''::text
  since timestamp with time zone not null
  until timestamp with time zone
  seen_at timestamp with time zone not null default now()
  constraint broker_conditions_kind_check CHECK ((kind = ANY (ARRAY['loop_stuck'::text, 'start_grace'::text])))
  constraint broker_conditions_pkey PRIMARY KEY (process_id, kind, name)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table campaign_grants
  campaign_id uuid not null
  user_id uuid not null
  granted_at timestamp with time zone not null default now()
  constraint campaign_grants_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns(id)
  constraint campaign_grants_pkey PRIMARY KEY (campaign_id, user_id)
  constraint campaign_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table campaigns
  id uuid not null default gen_random_uuid()
  name text not null
  trigger text not null
  coins bigint not null
  max_grants integer not null
  granted integer not null default 0
  starts_at timestamp with time zone not null default now()
  ends_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  constraint campaigns_check CHECK (((granted >= 0) AND (granted <= max_grants)))
  constraint campaigns_coins_check CHECK ((coins > 0))
  constraint campaigns_max_grants_check CHECK ((max_grants >= 0))
  constraint campaigns_pkey PRIMARY KEY (id)
  constraint campaigns_trigger_check CHECK ((trigger = ANY (ARRAY['welcome'::text, 'manual'::text])))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table canaries
  id uuid not null
  machine_id uuid not null
  lab_id uuid not null
  seat_id uuid not null
  asked_by text not null
  asked_at timestamp with time zone not null default now()
  constraint canaries_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id)
  constraint canaries_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint canaries_machine_id_key UNIQUE (machine_id)
  constraint canaries_pkey PRIMARY KEY (id)
  constraint canaries_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id)
  CREATE INDEX canaries_by_age ON public.canaries USING btree (asked_at)
  CREATE INDEX canaries_of_lab ON public.canaries USING btree (lab_id, asked_at DESC, id DESC)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table charges
  id uuid not null default gen_random_uuid()
  machine_id uuid not null
  user_id uuid not null
  kind text not null
  price bigint not null
  from_earned bigint not null
  from_bought bigint not null
  refunded_earned bigint not null default 0
  refunded_bought bigint not null default 0
  state text not null default 'held'::text
  created_at timestamp with time zone not null default now()
  ended_at timestamp with time zone
  constraint charges_check CHECK ((price = (from_earned + from_bought)))
  constraint charges_check1 CHECK ((refunded_earned <= from_earned))
  constraint charges_check2 CHECK ((refunded_bought <= from_bought))
  constraint charges_check3 CHECK (((state = 'captured'::text) OR ((refunded_earned = 0) AND (refunded_bought = 0))))
  constraint charges_check4 CHECK (((state = 'held'::text) = (ended_at IS NULL)))
  constraint charges_from_bought_check CHECK ((from_bought >= 0))
  constraint charges_from_earned_check CHECK ((from_earned >= 0))
  constraint charges_kind_check CHECK ((kind = ANY (ARRAY['purchase'::text, 'extension'::text])))
  constraint charges_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint charges_pkey PRIMARY KEY (id)
  constraint charges_price_check CHECK ((price >= 0))
  constraint charges_refunded_bought_check CHECK ((refunded_bought >= 0))
  constraint charges_refunded_earned_check CHECK ((refunded_earned >= 0))
  constraint charges_state_check CHECK ((state = ANY (ARRAY['held'::text, 'captured'::text, 'released'::text])))
  constraint charges_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
  CREATE INDEX charges_held ON public.charges USING btree (created_at) WHERE (state = 'held'::text)
  CREATE INDEX charges_of_machine ON public.charges USING btree (machine_id)
  CREATE UNIQUE INDEX charges_one_purchase ON public.charges USING btree (machine_id) WHERE (kind = 'purchase'::text)
  CREATE TRIGGER charges_guard BEFORE DELETE OR UPDATE ON public.charges FOR EACH ROW EXECUTE FUNCTION guard_charge()
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table device_grants
  id uuid not null default gen_random_uuid()
  device_code_hash text not null
  user_code text not null
  host text not null
  scopes text[] not null
  key_days integer not null
  state text not null default 'pending'::text
  requested_from text not null
  requested_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  interval_seconds integer not null
  asked_at timestamp with time zone
  decided_by uuid
  decided_at timestamp with time zone
  constraint device_grants_check CHECK ((((state = 'pending'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL))))
  constraint device_grants_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users(id) ON DELETE CASCADE
  constraint device_grants_device_code_hash_check CHECK ((device_code_hash ~ '^[0-9a-f]{64}$'::text))
  constraint device_grants_device_code_hash_key UNIQUE (device_code_hash)
  constraint device_grants_interval_seconds_check CHECK ((interval_seconds > 0))
  constraint device_grants_key_days_check CHECK (((key_days >= 1) AND (key_days <= 365)))
  constraint device_grants_pkey PRIMARY KEY (id)
  constraint device_grants_scopes_check CHECK ((cardinality(scopes) > 0))
  constraint device_grants_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'denied'::text, 'delivered'::text])))
  constraint device_grants_user_code_check CHECK ((user_code ~ '^[A-Z]{8}$'::text))
  constraint device_grants_user_code_key UNIQUE (user_code)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table discord_members
  user_id uuid not null
  identity_id uuid not null
  consented_at timestamp with time zone not null default now()
  in_guild boolean not null default false
  roles text[] not null default '{}'::text[]
  synced_at timestamp with time zone
  perks_until timestamp with time zone
  next_sync_at timestamp with time zone not null default now()
  failures integer not null default 0
  problem text
  constraint discord_members_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE
  constraint discord_members_identity_id_key UNIQUE (identity_id)
  constraint discord_members_pkey PRIMARY KEY (user_id)
  constraint discord_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX discord_members_due ON public.discord_members USING btree (next_sync_at)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table discord_pauses
  route text not null
  until timestamp with time zone not null
  constraint discord_pauses_pkey PRIMARY KEY (route)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table discord_perk_rules
  role_id text not null
  role_name text not null
  may_buy boolean not null
  active_machines_max integer
  discount_percent integer not null
  constraint discord_perk_rules_active_machines_max_check CHECK ((active_machines_max >= 0))
  constraint discord_perk_rules_discount_percent_check CHECK (((discount_percent >= 0) AND (discount_percent <= 100)))
  constraint discord_perk_rules_pkey PRIMARY KEY (role_id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table discord_refusals
  minute timestamp with time zone not null
  refused integer not null
  constraint discord_refusals_pkey PRIMARY KEY (minute)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table discord_settings
  only_row boolean not null default true
  guild_id text
  guild_name text
  bot_token text
  joins_guild boolean not null default false
  buyers_only_with_perk boolean not null default false
  invite_url text
  revision integer not null default 1
  updated_at timestamp with time zone not null default now()
  constraint discord_settings_only_row_check CHECK (only_row)
  constraint discord_settings_pkey PRIMARY KEY (only_row)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table discord_webhooks
  user_id uuid not null
  webhook_id text not null
  token text not null
  set_at timestamp with time zone not null default now()
  gone_at timestamp with time zone
  constraint discord_webhooks_pkey PRIMARY KEY (user_id)
  constraint discord_webhooks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  constraint discord_webhooks_webhook_id_check CHECK ((webhook_id ~ '^[0-9]+$'::text))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table email_links
  token_hash text not null
  kind text not null
  user_id uuid
  email text not null
  sign_up_name text
  sign_up_password text
  sign_up_terms_revision integer
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  constraint email_links_check CHECK (((kind = 'sign_up'::text) = (user_id IS NULL)))
  constraint email_links_check1 CHECK (((kind = 'sign_up'::text) OR ((sign_up_name IS NULL) AND (sign_up_password IS NULL))))
  constraint email_links_kind_check CHECK ((kind = ANY (ARRAY['sign_up'::text, 'verify'::text, 'change'::text, 'reset'::text])))
  constraint email_links_pkey PRIMARY KEY (token_hash)
  constraint email_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX email_links_of_address ON public.email_links USING btree (email, kind, created_at)
  CREATE INDEX email_links_of_user ON public.email_links USING btree (user_id) WHERE (user_id IS NOT NULL)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table endpoints
  id uuid not null default gen_random_uuid()
  machine_id uuid not null
  epoch integer not null
  kind text not null
  tunnel text not null
  reach text not null
  host text not null
  port integer not null
  username text not null
  secret text
  host_key_fingerprint text not null
  known_hosts_line text
  verified_at timestamp with time zone not null default now()
  closed_at timestamp with time zone
  private_key text
  constraint endpoints_check CHECK (((closed_at IS NULL) OR (secret IS NULL)))
  constraint endpoints_closed_key CHECK (((closed_at IS NULL) OR (private_key IS NULL)))
  constraint endpoints_kind_check CHECK ((kind = ANY (ARRAY['ssh'::text, 'rdp'::text, 'vnc'::text, 'http'::text])))
  constraint endpoints_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint endpoints_pkey PRIMARY KEY (id)
  constraint endpoints_port_check CHECK (((port >= 1) AND (port <= 65535)))
  constraint endpoints_reach_check CHECK ((reach = ANY (ARRAY['anywhere'::text, 'worker'::text])))
  constraint endpoints_tunnel_check CHECK ((tunnel = ANY (ARRAY['direct'::text, 'cloudflared'::text, 'quick'::text, 'gateway'::text])))
  CREATE INDEX endpoints_by_host_key ON public.endpoints USING btree (host_key_fingerprint)
  CREATE INDEX endpoints_of_machine ON public.endpoints USING btree (machine_id)
  CREATE UNIQUE INDEX endpoints_one_open ON public.endpoints USING btree (machine_id, kind) WHERE (closed_at IS NULL)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table enrolment_tokens
  token_hash text not null
  pool_id uuid not null
  name text not null
  capacity integer not null
  labels text[] not null default '{}'::text[]
  created_by text not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  worker_id uuid
  constraint enrolment_tokens_capacity_check CHECK ((capacity >= 1))
  constraint enrolment_tokens_pkey PRIMARY KEY (token_hash)
  constraint enrolment_tokens_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES pools(id)
  constraint enrolment_tokens_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES workers(id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table evidence
  id uuid not null
  machine_id uuid not null
  epoch integer not null
  taken_at timestamp with time zone not null
  step text
  failure text
  message text not null
  url text not null
  title text not null
  screenshot bytea
  dom text not null
  console text[] not null default '{}'::text[]
  network text[] not null default '{}'::text[]
  step_log text[] not null default '{}'::text[]
  expires_at timestamp with time zone not null
  constraint evidence_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint evidence_pkey PRIMARY KEY (id)
  CREATE INDEX evidence_expiring ON public.evidence USING btree (expires_at)
  CREATE INDEX evidence_of_machine ON public.evidence USING btree (machine_id, taken_at)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table idempotency_keys
  scope text not null
  key text not null
  route text not null
  body_hash text not null
  status integer
  body jsonb
  moves_coins boolean not null default false
  created_at timestamp with time zone not null default now()
  constraint idempotency_keys_pkey PRIMARY KEY (scope, key)
  CREATE INDEX idempotency_keys_passing ON public.idempotency_keys USING btree (created_at) WHERE (NOT moves_coins)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table identities
  id uuid not null default gen_random_uuid()
  user_id uuid not null
  issuer text not null
  subject text not null
  password text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  subject_name text
  last_used_at timestamp with time zone
  constraint identities_issuer_subject_key UNIQUE (issuer, subject)
  constraint identities_pkey PRIMARY KEY (id)
  constraint identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX identities_by_name ON public.identities USING btree (lower(subject_name) text_pattern_ops) WHERE (issuer <> 'credential'::text)
  CREATE INDEX identities_by_subject ON public.identities USING btree (subject) WHERE (issuer <> 'credential'::text)
  CREATE INDEX identities_of_user ON public.identities USING btree (user_id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table incidents
  id uuid not null default gen_random_uuid()
  incident_id text not null
  kind text not null
  name text not null
  reason text
  since timestamp with time zone
  refs jsonb not null default '{}'::jsonb
  params jsonb not null default '{}'::jsonb
  opened_at timestamp with time zone not null default now()
  seen_at timestamp with time zone not null default now()
  told_at timestamp with time zone
  closed_at timestamp with time zone
  closed_by text
  constraint incidents_check CHECK (((closed_by IS NULL) OR (closed_at IS NOT NULL)))
  constraint incidents_pkey PRIMARY KEY (id)
  CREATE INDEX incidents_closed ON public.incidents USING btree (closed_at DESC, id DESC) WHERE (closed_at IS NOT NULL)
  CREATE INDEX incidents_of_id ON public.incidents USING btree (incident_id, opened_at DESC)
  CREATE UNIQUE INDEX incidents_one_open ON public.incidents USING btree (incident_id) WHERE (closed_at IS NULL)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table installation
  only_row boolean not null default true
  broker_id uuid not null default gen_random_uuid()
  created_at timestamp with time zone not null default now()
  reward_salt uuid not null default gen_random_uuid()
  constraint installation_only_row_check CHECK (only_row)
  constraint installation_pkey PRIMARY KEY (only_row)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table known_devices
  user_id uuid not null
  device_hash text not null
  seen_at timestamp with time zone not null default now()
  constraint known_devices_pkey PRIMARY KEY (user_id, device_hash)
  constraint known_devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table lab_failures
  id bigint not null generated always as identity
  lab_id uuid not null
  seat_id uuid not null
  failure text not null
  by_canary boolean not null
  at timestamp with time zone not null default now()
  constraint lab_failures_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id) ON DELETE CASCADE
  constraint lab_failures_pkey PRIMARY KEY (id)
  constraint lab_failures_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id) ON DELETE CASCADE
  CREATE INDEX lab_failures_by_age ON public.lab_failures USING btree (at)
  CREATE INDEX lab_failures_of_lab ON public.lab_failures USING btree (lab_id, at)
  CREATE INDEX lab_failures_of_seat ON public.lab_failures USING btree (seat_id, at)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table lab_findings
  id uuid not null default gen_random_uuid()
  lab_id uuid not null
  seat_id uuid not null
  kind text not null
  lab_ref text not null
  label text not null
  lab_session_id uuid
  state text not null default 'open'::text
  sightings integer not null default 1
  first_seen_at timestamp with time zone not null default now()
  last_seen_at timestamp with time zone not null default now()
  order_epoch integer
  wanted_by text
  tries integer not null default 0
  failure text
  next_try_at timestamp with time zone
  settled_at timestamp with time zone
  settled_how text
  constraint lab_findings_check CHECK ((((state = 'settled'::text) = (settled_at IS NOT NULL)) AND ((state = 'settled'::text) = (settled_how IS NOT NULL))))
  constraint lab_findings_check1 CHECK (((state <> 'ending'::text) OR (kind = ANY (ARRAY['orphan'::text, 'second_session'::text]))))
  constraint lab_findings_kind_check CHECK ((kind = ANY (ARRAY['orphan'::text, 'second_session'::text, 'missing'::text, 'stranger'::text, 'renamed'::text])))
  constraint lab_findings_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id) ON DELETE CASCADE
  constraint lab_findings_lab_session_id_fkey FOREIGN KEY (lab_session_id) REFERENCES lab_sessions(id) ON DELETE SET NULL
  constraint lab_findings_pkey PRIMARY KEY (id)
  constraint lab_findings_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id) ON DELETE CASCADE
  constraint lab_findings_settled_how_check CHECK ((settled_how = ANY (ARRAY['ended'::text, 'gone'::text, 'machine_ended'::text, 'seen_again'::text, 'ours'::text])))
  constraint lab_findings_sightings_check CHECK ((sightings > 0))
  constraint lab_findings_state_check CHECK ((state = ANY (ARRAY['open'::text, 'ending'::text, 'settled'::text])))
  constraint lab_findings_tries_check CHECK ((tries >= 0))
  CREATE INDEX lab_findings_of_session ON public.lab_findings USING btree (lab_session_id) WHERE (lab_session_id IS NOT NULL)
  CREATE UNIQUE INDEX lab_findings_one_open ON public.lab_findings USING btree (seat_id, lab_ref) WHERE (state <> 'settled'::text)
  CREATE INDEX lab_findings_settled ON public.lab_findings USING btree (settled_at) WHERE (state = 'settled'::text)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table lab_session_state_moves
  from_state text not null
  to_state text not null
  constraint lab_session_state_moves_pkey PRIMARY KEY (from_state, to_state)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table lab_sessions
  id uuid not null
  machine_id uuid not null
  lab_id uuid not null
  seat_id uuid not null
  epoch integer not null
  tag text not null
  lab_ref text
  state text not null default 'intended'::text
  intended_at timestamp with time zone not null default now()
  started_at timestamp with time zone
  live_at timestamp with time zone
  lab_ends_at timestamp with time zone
  ending_at timestamp with time zone
  ended_at timestamp with time zone
  ended_how text
  end_failure text
  end_failing_since timestamp with time zone
  end_asked_at timestamp with time zone
  constraint lab_sessions_check CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL)))
  constraint lab_sessions_end_fails CHECK (((end_failure IS NULL) = (end_failing_since IS NULL)))
  constraint lab_sessions_ended_how_check CHECK ((ended_how = ANY (ARRAY['confirmed'::text, 'not_found'::text, 'written_off'::text])))
  constraint lab_sessions_epoch_check CHECK ((epoch > 0))
  constraint lab_sessions_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id)
  constraint lab_sessions_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint lab_sessions_pkey PRIMARY KEY (id)
  constraint lab_sessions_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id)
  constraint lab_sessions_state_check CHECK ((state = ANY (ARRAY['intended'::text, 'starting'::text, 'live'::text, 'ending'::text, 'ended'::text, 'unknown'::text])))
  constraint lab_sessions_tag_key UNIQUE (tag)
  CREATE INDEX lab_sessions_by_ref ON public.lab_sessions USING btree (seat_id, lab_ref) WHERE (lab_ref IS NOT NULL)
  CREATE INDEX lab_sessions_ended_unclear ON public.lab_sessions USING btree (ended_at) WHERE (ended_how = ANY (ARRAY['not_found'::text, 'written_off'::text]))
  CREATE INDEX lab_sessions_failing ON public.lab_sessions USING btree (lab_id) WHERE ((state <> 'ended'::text) AND (end_failure IS NOT NULL))
  CREATE INDEX lab_sessions_lately ON public.lab_sessions USING btree (seat_id, intended_at)
  CREATE INDEX lab_sessions_of_machine ON public.lab_sessions USING btree (machine_id, intended_at DESC)
  CREATE INDEX lab_sessions_of_seat ON public.lab_sessions USING btree (seat_id) WHERE (state <> 'ended'::text)
  CREATE UNIQUE INDEX lab_sessions_one_open ON public.lab_sessions USING btree (machine_id) WHERE (state <> 'ended'::text)
  CREATE TRIGGER lab_sessions_guard BEFORE UPDATE ON public.lab_sessions FOR EACH ROW EXECUTE FUNCTION guard_lab_session_state()
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table labs
  id uuid not null default gen_random_uuid()
  name text not null
  driver text not null
  recipe text not null
  base_url text not null
  list_lag_ms integer not null default 60000
  permission_kind text
  permission_note text
  permission_confirmed_by text
  permission_confirmed_at timestamp with time zone
  disabled_at timestamp with time zone
  disabled_reason text
  breaker_opened_at timestamp with time zone
  breaker_reason text
  created_at timestamp with time zone not null default now()
  disabled_by text
  ends_machines boolean not null default false
  revision integer not null default 1
  tunnel text not null default 'direct'::text
  tunnel_place text not null default 'worker'::text
  stealth boolean not null default false
  operator_wait_minutes integer not null default 0
  canary_every_minutes integer
  canary_template text
  breaker_tries_again_at timestamp with time zone
  breaker_trials integer not null default 0
  constraint labs_breaker_rests CHECK (((breaker_opened_at IS NOT NULL) OR (breaker_tries_again_at IS NULL)))
  constraint labs_breaker_trials_check CHECK ((breaker_trials >= 0))
  constraint labs_canary_every_minutes_check CHECK (((canary_every_minutes >= 5) AND (canary_every_minutes <= 10080)))
  constraint labs_check CHECK (((permission_kind IS NULL) = (permission_confirmed_at IS NULL)))
  constraint labs_driver_check CHECK ((driver = ANY (ARRAY['console'::text, 'api'::text])))
  constraint labs_list_lag_ms_check CHECK ((list_lag_ms >= 0))
  constraint labs_name_key UNIQUE (name)
  constraint labs_operator_wait_minutes_check CHECK (((operator_wait_minutes >= 0) AND (operator_wait_minutes <= 60)))
  constraint labs_permission_kind_check CHECK ((permission_kind = ANY (ARRAY['own_installation'::text, 'contract'::text, 'written_consent'::text, 'official_api'::text])))
  constraint labs_pkey PRIMARY KEY (id)
  constraint labs_stealth_by_permission CHECK (((NOT stealth) OR (permission_kind IS NOT NULL)))
  constraint labs_tunnel_check CHECK ((tunnel = ANY (ARRAY['direct'::text, 'cloudflared'::text, 'quick'::text, 'gateway'::text])))
  constraint labs_tunnel_place_check CHECK ((tunnel_place = ANY (ARRAY['worker'::text, 'machine'::text])))
  CREATE INDEX labs_half_open ON public.labs USING btree (breaker_tries_again_at) WHERE (breaker_tries_again_at IS NOT NULL)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table leases
  id uuid not null default gen_random_uuid()
  machine_id uuid not null
  worker_id uuid not null
  seat_id uuid not null
  epoch integer not null
  boot_id uuid
  granted_at timestamp with time zone not null default now()
  acknowledged_at timestamp with time zone
  expires_at timestamp with time zone not null
  released_at timestamp with time zone
  release_reason text
  constraint leases_epoch_check CHECK ((epoch > 0))
  constraint leases_machine_id_epoch_key UNIQUE (machine_id, epoch)
  constraint leases_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint leases_pkey PRIMARY KEY (id)
  constraint leases_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id)
  constraint leases_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES workers(id)
  CREATE INDEX leases_expiring ON public.leases USING btree (expires_at) WHERE (released_at IS NULL)
  CREATE INDEX leases_newest ON public.leases USING btree (granted_at DESC)
  CREATE INDEX leases_of_machine ON public.leases USING btree (machine_id, epoch DESC)
  CREATE INDEX leases_of_worker ON public.leases USING btree (worker_id) WHERE (released_at IS NULL)
  CREATE UNIQUE INDEX leases_one_open ON public.leases USING btree (machine_id) WHERE (released_at IS NULL)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table ledger_checks
  only_row boolean not null default true
  checked_at timestamp with time zone not null
  imbalance_coins bigint not null
  wrong_since timestamp with time zone
  constraint ledger_checks_check CHECK (((wrong_since IS NULL) = (imbalance_coins = 0)))
  constraint ledger_checks_imbalance_coins_check CHECK ((imbalance_coins >= 0))
  constraint ledger_checks_only_row_check CHECK (only_row)
  constraint ledger_checks_pkey PRIMARY KEY (only_row)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table low_balances
  user_id uuid not null
  below bigint
  told_at timestamp with time zone
  constraint low_balances_below_check CHECK ((below >= 0))
  constraint low_balances_pkey PRIMARY KEY (user_id)
  constraint low_balances_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machine_events
  machine_id uuid not null
  n integer not null
  at timestamp with time zone not null default now()
  kind text not null
  data jsonb not null default '{}'::jsonb
  constraint machine_events_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint machine_events_n_check CHECK ((n > 0))
  constraint machine_events_pkey PRIMARY KEY (machine_id, n)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machine_extensions
  id uuid not null
  machine_id uuid not null
  charge_id uuid not null
  minutes integer not null
  automatic boolean not null
  state text not null default 'pending'::text
  detail text
  requested_at timestamp with time zone not null default now()
  deadline_at timestamp with time zone not null
  decided_at timestamp with time zone
  constraint machine_extensions_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES charges(id)
  constraint machine_extensions_charge_id_key UNIQUE (charge_id)
  constraint machine_extensions_check CHECK (((state = 'pending'::text) = (decided_at IS NULL)))
  constraint machine_extensions_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint machine_extensions_minutes_check CHECK ((minutes > 0))
  constraint machine_extensions_pkey PRIMARY KEY (id)
  constraint machine_extensions_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'applied'::text, 'refused'::text])))
  CREATE INDEX machine_extensions_due ON public.machine_extensions USING btree (deadline_at) WHERE (state = 'pending'::text)
  CREATE INDEX machine_extensions_of_machine ON public.machine_extensions USING btree (machine_id, requested_at)
  CREATE UNIQUE INDEX machine_extensions_one_pending ON public.machine_extensions USING btree (machine_id) WHERE (state = 'pending'::text)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machine_health
  machine_id uuid not null
  at timestamp with time zone not null
  ok boolean not null
  latency_ms integer
  detail text
  constraint machine_health_latency_ms_check CHECK ((latency_ms >= 0))
  constraint machine_health_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint machine_health_pkey PRIMARY KEY (machine_id, at)
  CREATE INDEX machine_health_old ON public.machine_health USING btree (at)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machine_logs
  machine_id uuid not null
  epoch integer not null
  seq integer not null
  at timestamp with time zone not null
  source text not null
  text text not null
  constraint machine_logs_epoch_check CHECK ((epoch > 0))
  constraint machine_logs_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint machine_logs_pkey PRIMARY KEY (machine_id, epoch, seq)
  constraint machine_logs_seq_check CHECK ((seq > 0))
  constraint machine_logs_source_check CHECK ((source = ANY (ARRAY['worker'::text, 'machine'::text])))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machine_restarts
  id uuid not null
  machine_id uuid not null
  requested_by text not null
  state text not null default 'pending'::text
  detail text
  requested_at timestamp with time zone not null default now()
  deadline_at timestamp with time zone not null
  decided_at timestamp with time zone
  constraint machine_restarts_check CHECK (((state = 'pending'::text) = (decided_at IS NULL)))
  constraint machine_restarts_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint machine_restarts_pkey PRIMARY KEY (id)
  constraint machine_restarts_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'failed'::text])))
  CREATE INDEX machine_restarts_due ON public.machine_restarts USING btree (deadline_at) WHERE (state = 'pending'::text)
  CREATE INDEX machine_restarts_of_machine ON public.machine_restarts USING btree (machine_id, requested_at)
  CREATE UNIQUE INDEX machine_restarts_one_pending ON public.machine_restarts USING btree (machine_id) WHERE (state = 'pending'::text)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machine_state_moves
  from_state text not null
  to_state text not null
  constraint machine_state_moves_pkey PRIMARY KEY (from_state, to_state)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machine_steps
  machine_id uuid not null
  attempt integer not null
  step text not null
  epoch integer not null
  state text not null
  failure text
  started_at timestamp with time zone not null default now()
  finished_at timestamp with time zone
  constraint machine_steps_attempt_check CHECK ((attempt >= 1))
  constraint machine_steps_check CHECK (((state = 'running'::text) = (finished_at IS NULL)))
  constraint machine_steps_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint machine_steps_pkey PRIMARY KEY (machine_id, attempt, step)
  constraint machine_steps_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
  constraint machine_steps_step_check CHECK ((step = ANY (ARRAY['sign_in'::text, 'start_lab'::text, 'wait_for_lab'::text, 'open_shell'::text, 'bootstrap'::text, 'open_tunnel'::text, 'verify'::text])))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table machines
  id uuid not null
  purpose text not null default 'sale'::text
  owner_id uuid
  product_id uuid
  pool_id uuid not null
  lab_id uuid not null
  name text not null
  template text not null
  duration_minutes integer not null
  price bigint not null
  refunds_unused_on_stop boolean not null default false
  state text not null default 'queued'::text
  end_reason text
  end_failure text
  end_detail text
  epoch integer not null default 0
  attempt integer not null default 1
  tried_worker_ids uuid[] not null default '{}'::uuid[]
  not_before timestamp with time zone
  seat_id uuid
  last_event_n integer not null default 0
  log_bytes bigint not null default 0
  log_capped boolean not null default false
  last_warning_minutes integer
  requested_at timestamp with time zone not null default now()
  queued_at timestamp with time zone not null default now()
  queue_deadline_at timestamp with time zone not null
  assigned_at timestamp with time zone
  provision_deadline_at timestamp with time zone
  ready_at timestamp with time zone
  expires_at timestamp with time zone
  stopping_at timestamp with time zone
  ended_at timestamp with time zone
  needs_operator_until timestamp with time zone
  degraded_since timestamp with time zone
  extension_minutes integer
  extension_price bigint
  max_life_minutes integer
  idle_minutes integer
  auto_extend boolean not null default false
  auto_extend_stopped text
  idle_since timestamp with time zone
  idle_warned boolean not null default false
  used_at timestamp with time zone
  health_epoch integer
  health_n integer
  health_checked_at timestamp with time zone
  health_ok boolean
  health_failures integer not null default 0
  degraded_until timestamp with time zone
  told_wait_from_ms bigint
  told_wait_to_ms bigint
  named_seat_id uuid
  operator_paused boolean not null default false
  operator_handed_back integer not null default 0
  operator_waited boolean not null default false
  needs_operator_step text
  needs_operator_failure text
  needs_operator_message text
  constraint machines_attempt_check CHECK ((attempt >= 1))
  constraint machines_canary_is_free CHECK (((purpose <> 'canary'::text) OR ((owner_id IS NULL) AND (price = 0) AND (named_seat_id IS NOT NULL))))
  constraint machines_check CHECK (((owner_id IS NOT NULL) OR (purpose = ANY (ARRAY['stock'::text, 'canary'::text]))))
  constraint machines_check1 CHECK (((state <> 'ready'::text) OR ((ready_at IS NOT NULL) AND (expires_at IS NOT NULL))))
  constraint machines_check2 CHECK (((state = ANY (ARRAY['stopped'::text, 'failed'::text])) = (ended_at IS NOT NULL)))
  constraint machines_check3 CHECK (((state <> ALL (ARRAY['stopping'::text, 'stopped'::text, 'failed'::text])) OR (end_reason IS NOT NULL)))
  constraint machines_check4 CHECK (((state <> ALL (ARRAY['queued'::text, 'assigned'::text, 'provisioning'::text, 'ready'::text])) OR (end_reason IS NULL)))
  constraint machines_degraded_deadline CHECK (((degraded_since IS NULL) = (degraded_until IS NULL)))
  constraint machines_duration_minutes_check CHECK ((duration_minutes > 0))
  constraint machines_end_reason_check CHECK ((end_reason = ANY (ARRAY['member_stopped'::text, 'cancelled'::text, 'expired'::text, 'idle'::text, 'admin_stopped'::text, 'queue_timeout'::text, 'provision_timeout'::text, 'provision_failed'::text, 'lab_ended'::text, 'lab_disabled'::text, 'worker_lost'::text, 'drained'::text, 'payment_reversed'::text, 'subscription_suspended'::text, 'account_disabled'::text])))
  constraint machines_epoch_check CHECK ((epoch >= 0))
  constraint machines_extension_minutes_check CHECK ((extension_minutes > 0))
  constraint machines_extension_price_check CHECK ((extension_price >= 0))
  constraint machines_extension_terms CHECK (((extension_minutes IS NULL) = (extension_price IS NULL)))
  constraint machines_health_failures_check CHECK ((health_failures >= 0))
  constraint machines_idle_minutes_check CHECK ((idle_minutes > 0))
  constraint machines_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id)
  constraint machines_last_event_n_check CHECK ((last_event_n >= 0))
  constraint machines_log_bytes_check CHECK ((log_bytes >= 0))
  constraint machines_max_life_minutes_check CHECK ((max_life_minutes > 0))
  constraint machines_named_seat_id_fkey FOREIGN KEY (named_seat_id) REFERENCES seats(id)
  constraint machines_operator_handed_back_check CHECK ((operator_handed_back >= 0))
  constraint machines_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id)
  constraint machines_pkey PRIMARY KEY (id)
  constraint machines_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES pools(id)
  constraint machines_price_check CHECK ((price >= 0))
  constraint machines_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id)
  constraint machines_product_unless_canary CHECK (((product_id IS NULL) = (purpose = 'canary'::text)))
  constraint machines_purpose_check CHECK ((purpose = ANY (ARRAY['sale'::text, 'stock'::text, 'trial'::text, 'canary'::text])))
  constraint machines_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id)
  constraint machines_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'assigned'::text, 'provisioning'::text, 'ready'::text, 'stopping'::text, 'stopped'::text, 'failed'::text])))
  CREATE INDEX machines_auto_extended ON public.machines USING btree (expires_at) WHERE ((state = 'ready'::text) AND auto_extend)
  CREATE INDEX machines_degraded ON public.machines USING btree (degraded_until) WHERE (degraded_until IS NOT NULL)
  CREATE INDEX machines_expiring ON public.machines USING btree (expires_at) WHERE (state = 'ready'::text)
  CREATE INDEX machines_idle ON public.machines USING btree (idle_since) WHERE ((state = 'ready'::text) AND (idle_since IS NOT NULL))
  CREATE INDEX machines_need_operator ON public.machines USING btree (needs_operator_until) WHERE (needs_operator_until IS NOT NULL)
  CREATE INDEX machines_newest ON public.machines USING btree (requested_at DESC, id DESC)
  CREATE INDEX machines_of_owner ON public.machines USING btree (owner_id, requested_at DESC, id DESC) WHERE (owner_id IS NOT NULL)
  CREATE INDEX machines_on_seat ON public.machines USING btree (seat_id) WHERE (seat_id IS NOT NULL)
  CREATE UNIQUE INDEX machines_one_canary_of_seat ON public.machines USING btree (named_seat_id) WHERE ((purpose = 'canary'::text) AND (ended_at IS NULL))
  CREATE INDEX machines_open_at_lab ON public.machines USING btree (lab_id) WHERE (ended_at IS NULL)
  CREATE INDEX machines_preparing ON public.machines USING btree (provision_deadline_at) WHERE (state = ANY (ARRAY['queued'::text, 'assigned'::text, 'provisioning'::text]))
  CREATE INDEX machines_queued ON public.machines USING btree (queued_at, id) WHERE (state = 'queued'::text)
  CREATE INDEX machines_recently_assigned ON public.machines USING btree (pool_id, lab_id, assigned_at DESC) WHERE (assigned_at IS NOT NULL)
  CREATE INDEX machines_recently_ended ON public.machines USING btree (pool_id, lab_id, ended_at DESC) WHERE ((ready_at IS NOT NULL) AND (ended_at IS NOT NULL))
  CREATE INDEX machines_stopping ON public.machines USING btree (stopping_at) WHERE (state = 'stopping'::text)
  CREATE TRIGGER machines_guard BEFORE UPDATE ON public.machines FOR EACH ROW EXECUTE FUNCTION guard_machine_state()
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table mail_settings
  only_row boolean not null default true
  host text not null
  port integer not null
  security text not null
  username text not null default ''::text
  password text
  sender text not null
  revision integer not null default 1
  constraint mail_settings_only_row_check CHECK (only_row)
  constraint mail_settings_pkey PRIMARY KEY (only_row)
  constraint mail_settings_port_check CHECK (((port >= 1) AND (port <= 65535)))
  constraint mail_settings_security_check CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text])))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table mass_outages
  id bigint not null generated always as identity
  began_at timestamp with time zone not null default now()
  until_at timestamp with time zone not null
  silent integer not null
  known integer not null
  constraint mass_outages_one_at_a_time EXCLUDE USING gist (tstzrange(began_at, until_at) WITH &&)
  constraint mass_outages_pkey PRIMARY KEY (id)
  CREATE INDEX mass_outages_one_at_a_time ON public.mass_outages USING gist (tstzrange(began_at, until_at))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table member_product_usage
  user_id uuid not null
  product_id uuid not null
  active_machines integer not null default 0
  constraint member_product_usage_active_machines_check CHECK ((active_machines >= 0))
  constraint member_product_usage_pkey PRIMARY KEY (user_id, product_id)
  constraint member_product_usage_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id)
  constraint member_product_usage_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table member_usage
  user_id uuid not null
  active_machines integer not null default 0
  constraint member_usage_active_machines_check CHECK ((active_machines >= 0))
  constraint member_usage_pkey PRIMARY KEY (user_id)
  constraint member_usage_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table notification_choices
  user_id uuid not null
  kind text not null
  channel text not null
  enabled boolean not null
  constraint notification_choices_channel_check CHECK ((channel = ANY (ARRAY['page'::text, 'mail'::text, 'discord'::text])))
  constraint notification_choices_pkey PRIMARY KEY (user_id, kind, channel)
  constraint notification_choices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table notifications
  id bigint not null generated always as identity
  user_id uuid not null
  kind text not null
  params jsonb not null
  dedupe_key text not null
  shown boolean not null
  created_at timestamp with time zone not null default now()
  read_at timestamp with time zone
  constraint notifications_pkey PRIMARY KEY (id)
  constraint notifications_user_id_dedupe_key_key UNIQUE (user_id, dedupe_key)
  constraint notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX notifications_by_age ON public.notifications USING btree (created_at)
  CREATE INDEX notifications_of_announcement ON public.notifications USING btree (dedupe_key) WHERE (kind = 'announcement'::text)
  CREATE INDEX notifications_of_member ON public.notifications USING btree (user_id, id DESC) WHERE shown
  CREATE INDEX notifications_unread ON public.notifications USING btree (user_id, id DESC) WHERE (shown AND (read_at IS NULL))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table operator_webhook
  only_row boolean not null default true
  webhook_id text
  token text
  events text[] not null default '{}'::text[]
  set_at timestamp with time zone not null default now()
  gone_at timestamp with time zone
  revision integer not null default 0
  constraint operator_webhook_check CHECK (((webhook_id IS NULL) = (token IS NULL)))
  constraint operator_webhook_only_row_check CHECK (only_row)
  constraint operator_webhook_pkey PRIMARY KEY (only_row)
  constraint operator_webhook_webhook_id_check CHECK ((webhook_id ~ '^[0-9]+$'::text))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table outbox
  id uuid not null default gen_random_uuid()
  channel text not null
  kind text not null
  user_id uuid
  notification_id bigint
  recipient text not null
  params jsonb not null default '{}'::jsonb
  secret_params text
  has_secret boolean not null default false
  state text not null default 'waiting'::text
  tries integer not null default 0
  next_try_at timestamp with time zone not null default now()
  claim uuid
  valid_until timestamp with time zone not null
  last_error text
  created_at timestamp with time zone not null default now()
  ended_at timestamp with time zone
  constraint outbox_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'discord'::text, 'operator'::text])))
  constraint outbox_check CHECK (((state = 'waiting'::text) = (ended_at IS NULL)))
  constraint outbox_check1 CHECK (((state = 'waiting'::text) OR (secret_params IS NULL)))
  constraint outbox_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notifications(id) ON DELETE SET NULL
  constraint outbox_pkey PRIMARY KEY (id)
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))
  constraint outbox_tries_check CHECK ((tries >= 0))
  constraint outbox_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX outbox_due ON public.outbox USING btree (channel, next_try_at) WHERE (state = 'waiting'::text)
  CREATE INDEX outbox_due_secret ON public.outbox USING btree (channel, next_try_at) WHERE ((state = 'waiting'::text) AND has_secret)
  CREATE INDEX outbox_ended ON public.outbox USING btree (ended_at) WHERE (ended_at IS NOT NULL)
  CREATE INDEX outbox_failed ON public.outbox USING btree (created_at DESC) WHERE (state = 'failed'::text)
  CREATE INDEX outbox_newest ON public.outbox USING btree (created_at DESC, id DESC)
  CREATE INDEX outbox_of_member ON public.outbox USING btree (user_id, created_at DESC) WHERE (user_id IS NOT NULL)
  CREATE INDEX outbox_of_notification ON public.outbox USING btree (notification_id) WHERE (notification_id IS NOT NULL)
  CREATE INDEX outbox_too_old ON public.outbox USING btree (valid_until) WHERE (state = 'waiting'::text)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table passkey_challenges
  challenge_hash text not null
  purpose text not null
  user_id uuid
  expires_at timestamp with time zone not null
  constraint passkey_challenges_check CHECK (((purpose = 'sign_in'::text) = (user_id IS NULL)))
  constraint passkey_challenges_pkey PRIMARY KEY (challenge_hash)
  constraint passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text, 'confirm'::text])))
  constraint passkey_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table passkeys
  id uuid not null default gen_random_uuid()
  user_id uuid not null
  credential_id text not null
  public_key bytea not null
  counter bigint not null
  transports text[] not null
  synced boolean not null
  name text not null
  created_at timestamp with time zone not null default now()
  last_used_at timestamp with time zone
  constraint passkeys_credential_id_key UNIQUE (credential_id)
  constraint passkeys_pkey PRIMARY KEY (id)
  constraint passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX passkeys_of_user ON public.passkeys USING btree (user_id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table pending_sign_ins
  token_hash text not null
  user_id uuid not null
  signed_in_by text not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  constraint pending_sign_ins_pkey PRIMARY KEY (token_hash)
  constraint pending_sign_ins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX pending_sign_ins_of_user ON public.pending_sign_ins USING btree (user_id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table pools
  id uuid not null default gen_random_uuid()
  name text not null
  labels text[] not null default '{}'::text[]
  created_at timestamp with time zone not null default now()
  description text not null default ''::text
  revision integer not null default 1
  constraint pools_name_key UNIQUE (name)
  constraint pools_pkey PRIMARY KEY (id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table products
  id uuid not null default gen_random_uuid()
  name text not null
  description text not null default ''::text
  pool_id uuid not null
  lab_id uuid not null
  template text not null
  duration_minutes integer not null
  price bigint not null
  attributes jsonb not null default '{}'::jsonb
  on_sale boolean not null default true
  refunds_unused_on_stop boolean not null default false
  stock integer
  stock_used integer not null default 0
  created_at timestamp with time zone not null default now()
  per_member_max integer
  extension_minutes integer
  extension_price bigint
  max_life_minutes integer
  idle_minutes integer
  archived_at timestamp with time zone
  revision integer not null default 1
  constraint products_duration_minutes_check CHECK ((duration_minutes > 0))
  constraint products_extension_minutes_check CHECK ((extension_minutes > 0))
  constraint products_extension_price_check CHECK ((extension_price >= 0))
  constraint products_extension_terms CHECK (((extension_minutes IS NULL) = (extension_price IS NULL)))
  constraint products_idle_minutes_check CHECK ((idle_minutes > 0))
  constraint products_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id)
  constraint products_lab_id_name_key UNIQUE (lab_id, name)
  constraint products_life_holds_duration CHECK (((max_life_minutes IS NULL) OR (max_life_minutes >= duration_minutes)))
  constraint products_max_life_minutes_check CHECK ((max_life_minutes > 0))
  constraint products_per_member_max_check CHECK ((per_member_max > 0))
  constraint products_pkey PRIMARY KEY (id)
  constraint products_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES pools(id)
  constraint products_price_check CHECK ((price >= 0))
  constraint products_stock_check CHECK ((stock >= 0))
  constraint products_stock_used_check CHECK ((stock_used >= 0))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table queue_turns
  taker_id uuid not null
  pool_id uuid not null
  lab_id uuid not null
  last_granted_at timestamp with time zone not null
  constraint queue_turns_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id) ON DELETE CASCADE
  constraint queue_turns_pkey PRIMARY KEY (pool_id, lab_id, taker_id)
  constraint queue_turns_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES pools(id) ON DELETE CASCADE
  CREATE INDEX queue_turns_old ON public.queue_turns USING btree (last_granted_at)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table recovery_codes
  user_id uuid not null
  code_hash text not null
  used_at timestamp with time zone
  constraint recovery_codes_pkey PRIMARY KEY (user_id, code_hash)
  constraint recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES second_factors(user_id) ON DELETE CASCADE
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table reward_marks
  mark text not null
  campaign_id uuid not null
  created_at timestamp with time zone not null default now()
  constraint reward_marks_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns(id)
  constraint reward_marks_pkey PRIMARY KEY (mark, campaign_id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table roles
  name text not null
  rank integer not null
  permissions text[] not null
  created_at timestamp with time zone not null default now()
  description text not null default ''::text
  built_in boolean not null default false
  revision integer not null default 1
  constraint roles_pkey PRIMARY KEY (name)
  constraint roles_rank_check CHECK ((rank >= 0))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table seat_inventories
  seat_id uuid not null
  epoch integer not null default 0
  worker_id uuid
  asked_at timestamp with time zone
  deadline_at timestamp with time zone
  next_at timestamp with time zone not null default now()
  next_cause text not null default 'schedule'::text
  complete_at timestamp with time zone
  lines integer
  failures integer not null default 0
  failure text
  detail text
  created_at timestamp with time zone not null default now()
  constraint seat_inventories_check CHECK ((((worker_id IS NULL) = (asked_at IS NULL)) AND ((worker_id IS NULL) = (deadline_at IS NULL))))
  constraint seat_inventories_epoch_check CHECK ((epoch >= 0))
  constraint seat_inventories_failures_check CHECK ((failures >= 0))
  constraint seat_inventories_lines_check CHECK ((lines >= 0))
  constraint seat_inventories_next_cause_check CHECK ((next_cause = ANY (ARRAY['schedule'::text, 'unclear'::text, 'finding'::text, 'admin'::text])))
  constraint seat_inventories_pkey PRIMARY KEY (seat_id)
  constraint seat_inventories_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats(id) ON DELETE CASCADE
  constraint seat_inventories_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES workers(id)
  CREATE INDEX seat_inventories_by_worker ON public.seat_inventories USING btree (worker_id) WHERE (worker_id IS NOT NULL)
  CREATE INDEX seat_inventories_next ON public.seat_inventories USING btree (next_at)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table seats
  id uuid not null default gen_random_uuid()
  lab_id uuid not null
  username text not null
  secret text not null
  max_concurrent integer not null default 1
  in_use integer not null default 0
  uses integer not null default 0
  max_uses integer
  cooldown_ms integer not null default 0
  cooldown_until timestamp with time zone
  disabled_at timestamp with time zone
  disabled_reason text
  created_at timestamp with time zone not null default now()
  note text not null default ''::text
  max_minutes integer
  time_zone text not null default 'UTC'::text
  open_minutes int4multirange not null default '{}'::int4multirange
  disabled_by text
  secret_changed_at timestamp with time zone not null default now()
  revision integer not null default 1
  breaker_opened_at timestamp with time zone
  breaker_reason text
  breaker_tries_again_at timestamp with time zone
  breaker_trials integer not null default 0
  worked_at timestamp with time zone
  last_canary_at timestamp with time zone
  cookies text
  constraint seats_breaker_rests CHECK (((breaker_opened_at IS NULL) = (breaker_tries_again_at IS NULL)))
  constraint seats_breaker_trials_check CHECK ((breaker_trials >= 0))
  constraint seats_cooldown_ms_check CHECK ((cooldown_ms >= 0))
  constraint seats_in_use_counts CHECK ((in_use >= 0))
  constraint seats_lab_id_fkey FOREIGN KEY (lab_id) REFERENCES labs(id)
  constraint seats_lab_id_username_key UNIQUE (lab_id, username)
  constraint seats_max_concurrent_check CHECK ((max_concurrent >= 1))
  constraint seats_max_minutes_check CHECK ((max_minutes > 0))
  constraint seats_max_uses_check CHECK ((max_uses >= 0))
  constraint seats_open_minutes_check CHECK ((open_minutes <@ '{[0,10080)}'::int4multirange))
  constraint seats_pkey PRIMARY KEY (id)
  constraint seats_uses_check CHECK ((uses >= 0))
  CREATE INDEX seats_half_open ON public.seats USING btree (breaker_tries_again_at) WHERE (breaker_tries_again_at IS NOT NULL)
  CREATE INDEX seats_least_used ON public.seats USING btree (lab_id, in_use, uses, id) WHERE ((disabled_at IS NULL) AND (in_use < max_concurrent))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table second_factors
  user_id uuid not null
  secret text not null
  created_at timestamp with time zone not null default now()
  confirmed_at timestamp with time zone
  last_step bigint
  failed_tries integer not null default 0
  last_failed_at timestamp with time zone
  constraint second_factors_pkey PRIMARY KEY (user_id)
  constraint second_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table sessions
  id uuid not null default gen_random_uuid()
  user_id uuid not null
  token text not null
  expires_at timestamp with time zone not null
  ip_address text
  user_agent text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  signed_in_by text
  confirmed_at timestamp with time zone not null default now()
  last_seen_at timestamp with time zone not null default now()
  viewer_session_id uuid
  viewer_id uuid
  view_reason text
  constraint sessions_check CHECK ((((viewer_session_id IS NULL) = (view_reason IS NULL)) AND ((viewer_session_id IS NULL) = (viewer_id IS NULL))))
  constraint sessions_pkey PRIMARY KEY (id)
  constraint sessions_signed_in_by_check CHECK ((signed_in_by = ANY (ARRAY['password'::text, 'passkey'::text, 'discord'::text, 'google'::text, 'x'::text, 'registration'::text])))
  constraint sessions_token_key UNIQUE (token)
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  constraint sessions_viewer_id_fkey FOREIGN KEY (viewer_id) REFERENCES users(id)
  constraint sessions_viewer_session_id_fkey FOREIGN KEY (viewer_session_id) REFERENCES sessions(id) ON DELETE CASCADE
  constraint sessions_viewer_session_id_key UNIQUE (viewer_session_id)
  CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id)
  CREATE TRIGGER sessions_keep_last_seen AFTER DELETE ON public.sessions REFERENCING OLD TABLE AS ended_sessions FOR EACH STATEMENT EXECUTE FUNCTION keep_last_seen()
  CREATE TRIGGER sessions_view_ends AFTER DELETE ON public.sessions FOR EACH ROW WHEN ((old.viewer_session_id IS NOT NULL)) EXECUTE FUNCTION audit_end_of_view()
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table settings
  name text not null
  values jsonb not null
  revision integer not null default 1
  updated_at timestamp with time zone not null default now()
  updated_by text not null
  constraint settings_name_check CHECK ((name = ANY (ARRAY['general'::text, 'members'::text, 'welcome'::text, 'terms'::text, 'privacy'::text])))
  constraint settings_pkey PRIMARY KEY (name)
  constraint settings_revision_check CHECK ((revision > 0))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table setup_codes
  code_hash text not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  used_by uuid
  constraint setup_codes_pkey PRIMARY KEY (code_hash)
  constraint setup_codes_used_by_fkey FOREIGN KEY (used_by) REFERENCES users(id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table sign_in_attempts
  state_hash text not null
  browser_hash text not null
  provider text not null
  purpose text not null
  code_verifier text not null
  nonce text not null
  user_id uuid
  session_id uuid
  return_to text not null
  terms_accepted boolean not null
  expires_at timestamp with time zone not null
  constraint sign_in_attempts_check CHECK (((purpose = 'sign_in'::text) = (user_id IS NULL)))
  constraint sign_in_attempts_check1 CHECK (((user_id IS NULL) = (session_id IS NULL)))
  constraint sign_in_attempts_pkey PRIMARY KEY (state_hash)
  constraint sign_in_attempts_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'link'::text, 'discord_consent'::text])))
  constraint sign_in_attempts_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
  constraint sign_in_attempts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX sign_in_attempts_by_expiry ON public.sign_in_attempts USING btree (expires_at)
  CREATE INDEX sign_in_attempts_of_session ON public.sign_in_attempts USING btree (session_id)
  CREATE INDEX sign_in_attempts_of_user ON public.sign_in_attempts USING btree (user_id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table sign_in_providers
  provider text not null
  enabled boolean not null
  client_id text not null
  client_secret text
  revision integer not null default 1
  updated_at timestamp with time zone not null default now()
  constraint sign_in_providers_pkey PRIMARY KEY (provider)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table sign_in_tests
  provider text not null
  result jsonb not null
  at timestamp with time zone not null default now()
  constraint sign_in_tests_pkey PRIMARY KEY (provider)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table transfers
  id bigint not null generated always as identity
  from_account text not null
  from_user_id uuid
  to_account text not null
  to_user_id uuid
  class text not null
  amount bigint not null
  kind text not null
  reference text not null
  actor text not null
  reason text
  created_at timestamp with time zone not null default now()
  constraint transfers_amount_check CHECK ((amount > 0))
  constraint transfers_check CHECK (((from_account = ANY (ARRAY['available'::text, 'held'::text, 'frozen'::text, 'debt'::text])) = (from_user_id IS NOT NULL)))
  constraint transfers_check1 CHECK (((to_account = ANY (ARRAY['available'::text, 'held'::text, 'frozen'::text, 'debt'::text])) = (to_user_id IS NOT NULL)))
  constraint transfers_check2 CHECK (((from_account <> ALL (ARRAY['frozen'::text, 'debt'::text])) OR (class = 'bought'::text)))
  constraint transfers_check3 CHECK (((to_account <> ALL (ARRAY['frozen'::text, 'debt'::text])) OR (class = 'bought'::text)))
  constraint transfers_check4 CHECK (((from_user_id IS NULL) OR (to_user_id IS NULL) OR (from_user_id = to_user_id)))
  constraint transfers_check5 CHECK (((from_user_id IS NOT NULL) OR (to_user_id IS NOT NULL)))
  constraint transfers_check6 CHECK (((from_user_id IS NULL) OR (to_user_id IS NULL) OR (from_account <> to_account)))
  constraint transfers_class_check CHECK ((class = ANY (ARRAY['earned'::text, 'bought'::text])))
  constraint transfers_from_account_check CHECK ((from_account = ANY (ARRAY['available'::text, 'held'::text, 'frozen'::text, 'debt'::text, 'issued'::text, 'sales'::text, 'ads'::text, 'promo'::text])))
  constraint transfers_from_user_id_fkey FOREIGN KEY (from_user_id) REFERENCES wallets(user_id)
  constraint transfers_kind_reference_class_key UNIQUE (kind, reference, class)
  constraint transfers_pkey PRIMARY KEY (id)
  constraint transfers_to_account_check CHECK ((to_account = ANY (ARRAY['available'::text, 'held'::text, 'frozen'::text, 'debt'::text, 'issued'::text, 'sales'::text, 'ads'::text, 'promo'::text])))
  constraint transfers_to_user_id_fkey FOREIGN KEY (to_user_id) REFERENCES wallets(user_id)
  CREATE INDEX transfers_by_reference ON public.transfers USING btree (reference)
  CREATE INDEX transfers_by_time ON public.transfers USING btree (created_at)
  CREATE INDEX transfers_from_member ON public.transfers USING btree (from_user_id, id DESC) WHERE (from_user_id IS NOT NULL)
  CREATE INDEX transfers_to_member ON public.transfers USING btree (to_user_id, id DESC) WHERE (to_user_id IS NOT NULL)
  CREATE TRIGGER transfers_append_only BEFORE DELETE OR UPDATE ON public.transfers FOR EACH ROW EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER transfers_apply AFTER INSERT ON public.transfers FOR EACH ROW EXECUTE FUNCTION apply_transfer()
  CREATE TRIGGER transfers_no_truncate BEFORE TRUNCATE ON public.transfers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  the owner may insert, maintain, references, select, trigger

table tunnel_calls
  minute timestamp with time zone not null
  calls integer not null
  constraint tunnel_calls_calls_check CHECK ((calls > 0))
  constraint tunnel_calls_pkey PRIMARY KEY (minute)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table tunnel_settings
  only_row boolean not null default true
  account_id text
  zone_id text
  zone_name text
  subdomain text not null default ''::text
  token text
  saved_at_url text
  revision integer not null default 1
  updated_at timestamp with time zone not null default now()
  failures integer not null default 0
  fault_at timestamp with time zone
  fault_detail text
  paused_until timestamp with time zone
  closed_until timestamp with time zone
  constraint tunnel_settings_check CHECK ((((account_id IS NULL) = (zone_id IS NULL)) AND ((account_id IS NULL) = (zone_name IS NULL))))
  constraint tunnel_settings_check1 CHECK ((((account_id IS NULL) = (token IS NULL)) AND ((account_id IS NULL) = (saved_at_url IS NULL))))
  constraint tunnel_settings_check2 CHECK (((fault_at IS NULL) = (fault_detail IS NULL)))
  constraint tunnel_settings_failures_check CHECK ((failures >= 0))
  constraint tunnel_settings_only_row_check CHECK (only_row)
  constraint tunnel_settings_pkey PRIMARY KEY (only_row)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table tunnels
  id uuid not null default gen_random_uuid()
  machine_id uuid not null
  epoch integer not null default 0
  tag text not null
  hostname text not null
  account_id text not null
  zone_id text not null
  state text not null default 'intended'::text
  create_sent_at timestamp with time zone
  tunnel_id uuid
  dns_sent_at timestamp with time zone
  dns_record_id text
  secret text
  intended_at timestamp with time zone not null default now()
  opened_at timestamp with time zone
  removing_at timestamp with time zone
  removed_at timestamp with time zone
  failures integer not null default 0
  fault text
  next_try_at timestamp with time zone not null default now()
  constraint tunnels_check CHECK (((state <> 'open'::text) OR ((tunnel_id IS NOT NULL) AND (dns_record_id IS NOT NULL) AND (secret IS NOT NULL))))
  constraint tunnels_check1 CHECK (((secret IS NULL) OR (state = ANY (ARRAY['intended'::text, 'open'::text]))))
  constraint tunnels_check2 CHECK (((state = 'removed'::text) = (removed_at IS NOT NULL)))
  constraint tunnels_check3 CHECK (((state = ANY (ARRAY['intended'::text, 'open'::text])) OR (removing_at IS NOT NULL)))
  constraint tunnels_epoch_check CHECK ((epoch >= 0))
  constraint tunnels_failures_check CHECK ((failures >= 0))
  constraint tunnels_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint tunnels_machine_id_key UNIQUE (machine_id)
  constraint tunnels_pkey PRIMARY KEY (id)
  constraint tunnels_state_check CHECK ((state = ANY (ARRAY['intended'::text, 'open'::text, 'removing'::text, 'removed'::text])))
  constraint tunnels_tag_key UNIQUE (tag)
  constraint tunnels_tunnel_id_key UNIQUE (tunnel_id)
  CREATE UNIQUE INDEX tunnels_by_hostname ON public.tunnels USING btree (hostname) WHERE (state <> 'removed'::text)
  CREATE INDEX tunnels_kept ON public.tunnels USING btree (next_try_at) WHERE (state <> 'removed'::text)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table user_notes
  id bigint not null generated always as identity
  user_id uuid not null
  at timestamp with time zone not null default now()
  author_id uuid
  author_name text not null
  text text not null
  constraint user_notes_author_id_fkey FOREIGN KEY (author_id) REFERENCES users(id)
  constraint user_notes_pkey PRIMARY KEY (id)
  constraint user_notes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX user_notes_by_author ON public.user_notes USING btree (author_id)
  CREATE INDEX user_notes_of_user ON public.user_notes USING btree (user_id, id DESC)
  CREATE TRIGGER user_notes_never_changed BEFORE UPDATE ON public.user_notes FOR EACH ROW EXECUTE FUNCTION guard_user_note()
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table user_roles
  user_id uuid not null
  role_name text not null
  granted_by uuid
  granted_at timestamp with time zone not null default now()
  constraint user_roles_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES users(id)
  constraint user_roles_pkey PRIMARY KEY (user_id, role_name)
  constraint user_roles_role_name_fkey FOREIGN KEY (role_name) REFERENCES roles(name)
  constraint user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  CREATE INDEX user_roles_of_role ON public.user_roles USING btree (role_name)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table users
  id uuid not null default gen_random_uuid()
  name text not null
  email text not null
  email_verified boolean not null default false
  disabled_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  terms_revision integer
  terms_accepted_at timestamp with time zone
  deletion_requested_at timestamp with time zone
  deleted_at timestamp with time zone
  disabled_by text
  disabled_reason text
  last_seen_at timestamp with time zone
  constraint users_check CHECK (((terms_revision IS NULL) = (terms_accepted_at IS NULL)))
  constraint users_check1 CHECK (((deleted_at IS NULL) OR ((deletion_requested_at IS NOT NULL) AND (disabled_at IS NOT NULL))))
  constraint users_email_key UNIQUE (email)
  constraint users_pkey PRIMARY KEY (id)
  CREATE INDEX users_by_email ON public.users USING btree (lower(email) text_pattern_ops)
  CREATE INDEX users_by_words ON public.users USING gin (name gin_trgm_ops, email gin_trgm_ops)
  CREATE INDEX users_disabled ON public.users USING btree (disabled_at) WHERE (disabled_at IS NOT NULL)
  CREATE INDEX users_newest ON public.users USING btree (created_at DESC, id DESC)
  CREATE INDEX users_to_delete ON public.users USING btree (deletion_requested_at) WHERE ((deletion_requested_at IS NOT NULL) AND (deleted_at IS NULL))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table voucher_codes
  id bigint not null generated always as identity
  voucher_id uuid not null
  code_hash text not null
  code text not null
  code_end text not null
  uses integer not null default 0
  constraint voucher_codes_code_hash_key UNIQUE (code_hash)
  constraint voucher_codes_pkey PRIMARY KEY (id)
  constraint voucher_codes_uses_check CHECK ((uses >= 0))
  constraint voucher_codes_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers(id)
  CREATE INDEX voucher_codes_of_voucher ON public.voucher_codes USING btree (voucher_id, id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table voucher_guesses
  bucket text not null
  wrong integer not null
  since timestamp with time zone not null default now()
  constraint voucher_guesses_pkey PRIMARY KEY (bucket)
  constraint voucher_guesses_wrong_check CHECK ((wrong >= 0))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table voucher_hash_key
  only_row boolean not null default true
  secret text not null
  constraint voucher_hash_key_only_row_check CHECK (only_row)
  constraint voucher_hash_key_pkey PRIMARY KEY (only_row)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table voucher_marks
  mark text not null
  voucher_id uuid not null
  uses integer not null
  constraint voucher_marks_pkey PRIMARY KEY (mark, voucher_id)
  constraint voucher_marks_uses_check CHECK ((uses > 0))
  constraint voucher_marks_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers(id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table voucher_member_uses
  voucher_id uuid not null
  user_id uuid not null
  uses integer not null
  constraint voucher_member_uses_pkey PRIMARY KEY (voucher_id, user_id)
  constraint voucher_member_uses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
  constraint voucher_member_uses_uses_check CHECK ((uses > 0))
  constraint voucher_member_uses_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers(id)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table voucher_redemptions
  id bigint not null generated always as identity
  voucher_id uuid not null
  code_id bigint not null
  user_id uuid not null
  n integer not null
  coins bigint not null
  redeemed_at timestamp with time zone not null default now()
  constraint voucher_redemptions_code_id_fkey FOREIGN KEY (code_id) REFERENCES voucher_codes(id)
  constraint voucher_redemptions_coins_check CHECK ((coins > 0))
  constraint voucher_redemptions_n_check CHECK ((n > 0))
  constraint voucher_redemptions_pkey PRIMARY KEY (id)
  constraint voucher_redemptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
  constraint voucher_redemptions_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers(id)
  constraint voucher_redemptions_voucher_id_user_id_n_key UNIQUE (voucher_id, user_id, n)
  CREATE INDEX voucher_redemptions_of_member ON public.voucher_redemptions USING btree (user_id, id DESC)
  CREATE INDEX voucher_redemptions_of_voucher ON public.voucher_redemptions USING btree (voucher_id, id DESC)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table vouchers
  id uuid not null default gen_random_uuid()
  name text not null
  note text not null default ''::text
  coins bigint not null
  codes integer not null
  total_uses integer not null
  uses_per_member integer not null
  starts_at timestamp with time zone
  expires_at timestamp with time zone
  disabled_at timestamp with time zone
  disabled_by text
  revision integer not null default 1
  created_at timestamp with time zone not null default now()
  created_by text not null
  constraint vouchers_check CHECK ((starts_at < expires_at))
  constraint vouchers_check1 CHECK (((disabled_at IS NULL) = (disabled_by IS NULL)))
  constraint vouchers_codes_check CHECK ((codes > 0))
  constraint vouchers_coins_check CHECK ((coins > 0))
  constraint vouchers_pkey PRIMARY KEY (id)
  constraint vouchers_total_uses_check CHECK ((total_uses > 0))
  constraint vouchers_uses_per_member_check CHECK ((uses_per_member > 0))
  CREATE INDEX vouchers_newest ON public.vouchers USING btree (created_at DESC, id DESC)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table wallets
  user_id uuid not null
  available_earned bigint not null default 0
  available_bought bigint not null default 0
  held_earned bigint not null default 0
  held_bought bigint not null default 0
  frozen bigint not null default 0
  owed bigint not null default 0
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  constraint wallets_available_bought_check CHECK ((available_bought >= 0))
  constraint wallets_available_earned_check CHECK ((available_earned >= 0))
  constraint wallets_frozen_check CHECK ((frozen >= 0))
  constraint wallets_held_bought_check CHECK ((held_bought >= 0))
  constraint wallets_held_earned_check CHECK ((held_earned >= 0))
  constraint wallets_owed_check CHECK ((owed >= 0))
  constraint wallets_pkey PRIMARY KEY (user_id)
  constraint wallets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
  CREATE TRIGGER wallets_guard BEFORE INSERT OR DELETE OR UPDATE ON public.wallets FOR EACH ROW EXECUTE FUNCTION guard_wallet()
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table worker_failures
  id bigint not null generated always as identity
  worker_id uuid not null
  machine_id uuid
  at timestamp with time zone not null default now()
  kind text not null
  constraint worker_failures_kind_check CHECK ((kind = ANY (ARRAY['not_accepted'::text, 'browser_failed'::text, 'internal'::text, 'lost'::text])))
  constraint worker_failures_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machines(id)
  constraint worker_failures_pkey PRIMARY KEY (id)
  constraint worker_failures_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES workers(id)
  CREATE INDEX worker_failures_of_machine ON public.worker_failures USING btree (machine_id)
  CREATE INDEX worker_failures_of_worker ON public.worker_failures USING btree (worker_id, at DESC)
  CREATE INDEX worker_failures_old ON public.worker_failures USING btree (at)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table worker_sessions
  id uuid not null
  worker_id uuid not null
  boot_id uuid not null
  address text
  connected_at timestamp with time zone not null default now()
  disconnected_at timestamp with time zone
  close_reason text
  constraint worker_sessions_pkey PRIMARY KEY (id)
  constraint worker_sessions_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES workers(id)
  CREATE INDEX worker_sessions_of_worker ON public.worker_sessions USING btree (worker_id, connected_at DESC)
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

table workers
  id uuid not null default gen_random_uuid()
  pool_id uuid not null
  name text not null
  public_key text not null
  labels text[] not null default '{}'::text[]
  capacity integer not null
  used integer not null default 0
  state text not null default 'active'::text
  state_reason text
  drain_deadline_at timestamp with time zone
  join_counter integer not null default 0
  join_counter_offered integer
  boot_id uuid
  report_seq integer not null default 0
  session_id uuid
  connected_since timestamp with time zone
  last_seen_at timestamp with time zone
  went_idle_at timestamp with time zone not null default now()
  version text
  protocol integer
  load jsonb
  leaving boolean not null default false
  failures integer not null default 0
  penalised_until timestamp with time zone
  enrolled_at timestamp with time zone not null default now()
  failing_since timestamp with time zone
  failing_reason text
  probe_id uuid
  probe_sent_at timestamp with time zone
  probe_passed_at timestamp with time zone
  hello_process uuid
  hello_challenged_ms double precision
  hello_taken_at timestamp with time zone
  constraint workers_capacity_check CHECK ((capacity >= 1))
  constraint workers_failing_reason CHECK (((failing_since IS NULL) = (failing_reason IS NULL)))
  constraint workers_name_key UNIQUE (name)
  constraint workers_pkey PRIMARY KEY (id)
  constraint workers_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES pools(id)
  constraint workers_public_key_key UNIQUE (public_key)
  constraint workers_state_check CHECK ((state = ANY (ARRAY['active'::text, 'draining'::text, 'drained'::text, 'revoked'::text, 'locked'::text])))
  constraint workers_used_within CHECK ((used >= 0))
  CREATE INDEX workers_least_loaded ON public.workers USING btree (pool_id, (((used)::double precision / (capacity)::double precision)), failures, cardinality(labels), went_idle_at, id) WHERE ((state = 'active'::text) AND (session_id IS NOT NULL) AND (failing_since IS NULL) AND (used < capacity))
  the owner may delete, insert, maintain, references, select, trigger, truncate, update

CREATE OR REPLACE FUNCTION public.apply_transfer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  member uuid := coalesce(new.from_user_id, new.to_user_id);
begin
  update wallets set
    available_earned = available_earned
      + case when new.class = 'earned' and new.to_account = 'available' then new.amount else 0 end
      - case when new.class = 'earned' and new.from_account = 'available' then new.amount else 0 end,
    available_bought = available_bought
      + case when new.class = 'bought' and new.to_account = 'available' then new.amount else 0 end
      - case when new.class = 'bought' and new.from_account = 'available' then new.amount else 0 end,
    held_earned = held_earned
      + case when new.class = 'earned' and new.to_account = 'held' then new.amount else 0 end
      - case when new.class = 'earned' and new.from_account = 'held' then new.amount else 0 end,
    held_bought = held_bought
      + case when new.class = 'bought' and new.to_account = 'held' then new.amount else 0 end
      - case when new.class = 'bought' and new.from_account = 'held' then new.amount else 0 end,
    frozen = frozen
      + case when new.to_account = 'frozen' then new.amount else 0 end
      - case when new.from_account = 'frozen' then new.amount else 0 end,
    owed = owed
      + case when new.from_account = 'debt' then new.amount else 0 end
      - case when new.to_account = 'debt' then new.amount else 0 end,
    updated_at = now()
  where user_id = member;
  if not found then
    raise exception 'no wallet for member %', member;
  end if;
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.audit_end_of_view()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into audit_log (actor_id, actor_name, action, target_kind, target_id, reason, after)
    select u.id, u.name, 'user.end_view', 'user', old.user_id::text, old.view_reason,
      jsonb_build_object('since', old.created_at, 'until', least(now(), old.expires_at))
    from users u where u.id = old.viewer_id;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.buy_machine(session_token text, session_max_age_ms bigint, wanted_id uuid, known_revision integer, known_price bigint, new_id uuid, new_name text, buyer_key text, key_route text, key_hash text, active_max integer, queue_max integer, queue_deadline_ms bigint, must_be_verified boolean, OUT outcome text, OUT facts jsonb, OUT waiting integer, OUT buyer_id uuid)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
declare
  buyer_scope text;
  product record;
  perks record;
  own_price bigint;
  wallet wallets;
  active integer;
  active_of_product integer;
  earned bigint;
  new_charge_id uuid;
  bought_at timestamptz;
begin
  buyer_id := member_of_credential(session_token, session_max_age_ms);
  if buyer_id is null then
    outcome := 'signed_out';
    return;
  end if;
  buyer_scope := 'member:' || buyer_id;
  outcome := 'refused';

  insert into idempotency_keys (scope, key, route, body_hash, moves_coins)
    values (buyer_scope, buyer_key, key_route, key_hash, true) on conflict (scope, key) do nothing;
  if not found then
    outcome := 'repeated';
    select jsonb_build_object('route', k.route, 'bodyHash', k.body_hash, 'status', k.status, 'body', k.body)
      into facts from idempotency_keys k where k.scope = buyer_scope and k.key = buyer_key;
    return;
  end if;

  select p.*, l.recipe, why_unavailable(p, l) as unavailable
    into product from products p join labs l on l.id = p.lab_id where p.id = wanted_id;
  select p.*, u.email_verified into perks from users u cross join perks_of(u.id) p where u.id = buyer_id;
  own_price := discounted(product.price, perks.discount_percent);
  if product.id is null then
    facts := jsonb_build_object('code', 'not_found');
  elsif product.unavailable = 'out_of_stock' then
    facts := jsonb_build_object('code', 'out_of_stock');
  elsif product.unavailable is not null then
    facts := jsonb_build_object('code', 'product_unavailable', 'reason', product.unavailable);
  elsif must_be_verified and not perks.email_verified then
    facts := jsonb_build_object('code', 'email_not_verified');
  elsif not perks.may_buy then
    facts := jsonb_build_object('code', 'perk_required');
  elsif product.revision <> known_revision or own_price <> known_price then
    facts := jsonb_build_object('code', 'product_changed', 'revision', product.revision);
  end if;

  -- The queue's length protects the broker; it is no right of anybody's, so a count that may be off by a few is enough.
  if facts is null and queue_max is not null then
    select count(*) into waiting from (select 1 from machines where state = 'queued' limit queue_max) queued;
    if waiting >= queue_max then facts := jsonb_build_object('code', 'queue_full'); end if;
  end if;

  -- Whoever counts a member's machines up holds this row: two purchases at once cannot both take the last place.
  if facts is null then
    select u.active_machines into active from member_usage u where u.user_id = buyer_id for no key update;
    if not found then
      insert into member_usage (user_id) values (buyer_id) on conflict do nothing;
      select u.active_machines into active from member_usage u where u.user_id = buyer_id for no key update;
    end if;
    active_max := coalesce(perks.active_machines_max, active_max);
    if active >= active_max then
      facts := jsonb_build_object('code', 'active_machine_limit', 'limit', active_max);
    elsif product.per_member_max is not null then
      select u.active_machines into active_of_product from member_product_usage u
        where u.user_id = buyer_id and u.product_id = wanted_id;
      if active_of_product >= product.per_member_max then
        facts := jsonb_build_object(
          'code', 'active_machine_limit', 'limit', product.per_member_max, 'productName', product.name);
      end if;
    end if;
  end if;

  -- An unlimited product's row is shared, as its machine's foreign key shares it anyway: an edit that sets a limit waits for those
  -- who buy and counts them, or they wait for the edit and see its limit. Only a limited one is locked: it would be one hot row.
  if facts is null and product.stock is null then
    select p.stock into product.stock from products p where p.id = wanted_id for key share;
  end if;
  if facts is null and product.stock is not null then
    select p.stock, p.stock_used into product.stock, product.stock_used from products p where p.id = wanted_id for no key update;
    if product.stock_used >= product.stock then facts := jsonb_build_object('code', 'out_of_stock'); end if;
  end if;

  if facts is null then
    select * into wallet from wallets w where w.user_id = buyer_id for no key update;
    if not found then raise exception 'no wallet for member %', buyer_id; end if;
    if wallet.owed > 0 then
      facts := jsonb_build_object('code', 'wallet_owes', 'owed', wallet.owed);
    elsif wallet.available_earned + wallet.available_bought < own_price then
      facts := jsonb_build_object(
        'code', 'insufficient_coins', 'price', own_price,
        'available', wallet.available_earned + wallet.available_bought);
    end if;
  end if;

  if facts is not null then
    delete from idempotency_keys k where k.scope = buyer_scope and k.key = buyer_key;
    return;
  end if;

  update member_usage u set active_machines = u.active_machines + 1 where u.user_id = buyer_id;
  insert into member_product_usage as u (user_id, product_id, active_machines) values (buyer_id, wanted_id, 1)
    on conflict (user_id, product_id) do update set active_machines = u.active_machines + 1;
  if product.stock is not null then
    update products p set stock_used = p.stock_used + 1 where p.id = wanted_id;
  end if;

  insert into machines (
    id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, refunds_unused_on_stop,
    extension_minutes, extension_price, max_life_minutes, idle_minutes, last_event_n, queue_deadline_at
  ) values (
    new_id, buyer_id, wanted_id, product.pool_id, product.lab_id, new_name, product.template, product.duration_minutes,
    own_price, product.refunds_unused_on_stop, product.extension_minutes,
    discounted(product.extension_price, perks.discount_percent),
    product.max_life_minutes, product.idle_minutes, 2,
    now() + queue_deadline_ms * interval '1 millisecond'
  ) returning requested_at into bought_at;

  -- Earned coins first. The trigger on transfers moves them from available to held.
  earned := least(wallet.available_earned, own_price);
  insert into charges (machine_id, user_id, kind, price, from_earned, from_bought)
    values (new_id, buyer_id, 'purchase', own_price, earned, own_price - earned) returning id into new_charge_id;
  insert into transfers (from_account, from_user_id, to_account, to_user_id, class, amount, kind, reference, actor)
    select 'available', buyer_id, 'held', buyer_id, part.class, part.amount, 'hold', new_charge_id, 'member:' || buyer_id
    from (values ('earned', earned), ('bought', own_price - earned)) part (class, amount) where part.amount > 0;
  insert into machine_events (machine_id, n, kind, data) values
    (new_id, 1, 'requested', '{}'),
    (new_id, 2, 'charge', jsonb_build_object('state', 'held', 'price', own_price, 'refunded', 0));

  outcome := 'bought';
  facts := jsonb_build_object(
    'id', new_id, 'name', new_name, 'productId', wanted_id, 'productName', product.name,
    'durationMinutes', product.duration_minutes, 'requestedAt', bought_at,
    'charge', jsonb_build_object(
      'state', 'held', 'price', own_price, 'fromEarned', earned, 'fromBought', own_price - earned, 'refunded', 0),
    'refundsUnusedOnStop', product.refunds_unused_on_stop, 'recipe', product.recipe,
    'extensionMinutes', product.extension_minutes, 'extensionPrice', discounted(product.extension_price, perks.discount_percent),
    'idleMinutes', product.idle_minutes);
  update idempotency_keys k set status = 202, body = facts where k.scope = buyer_scope and k.key = buyer_key;
end $function$


CREATE OR REPLACE FUNCTION public.count_announcement_readers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into announcement_readers as r (announcement_id, readers)
    select m.announcement_id, count(*) from new_marks m group by 1 order by 1
    on conflict (announcement_id) do update set readers = r.readers + excluded.readers;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.discounted(price bigint, percent integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select price * (100 - percent) / 100
$function$


CREATE OR REPLACE FUNCTION public.forget_announcement_readers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform 1 from announcement_readers r
    where r.announcement_id in (select m.announcement_id from old_marks m) order by r.announcement_id for no key update;
  update announcement_readers r set readers = r.readers - forgotten.marks
    from (select m.announcement_id, count(*) as marks from old_marks m group by 1) forgotten
    where r.announcement_id = forgotten.announcement_id;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.forget_canaries(before timestamp with time zone, at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  gone uuid[];
begin
  gone := array(
    select m.id from canaries c join machines m on m.id = c.machine_id
    where m.ended_at < before and not exists (select 1 from leases l where l.machine_id = m.id and l.released_at is null)
      and not exists (select 1 from lab_sessions o where o.machine_id = m.id and o.state <> 'ended')
      and not exists (select 1 from tunnels t where t.machine_id = m.id and t.state <> 'removed')
    order by c.asked_at limit at_most for update of m skip locked
  );
  delete from canaries where machine_id = any(gone);
  delete from tunnels where machine_id = any(gone);
  delete from evidence where machine_id = any(gone);
  delete from machine_events where machine_id = any(gone);
  delete from machine_steps where machine_id = any(gone);
  delete from machine_logs where machine_id = any(gone);
  delete from machine_health where machine_id = any(gone);
  delete from machine_restarts where machine_id = any(gone);
  delete from machine_extensions where machine_id = any(gone);
  delete from endpoints where machine_id = any(gone);
  delete from leases where machine_id = any(gone);
  delete from lab_sessions where machine_id = any(gone);
  delete from worker_failures where machine_id = any(gone);
  delete from machines where id = any(gone);
  return cardinality(gone);
end $function$


CREATE OR REPLACE FUNCTION public.forget_member(member uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION public.guard_audit_line()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION public.guard_charge()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    raise exception 'a charge is never deleted' using errcode = 'restrict_violation';
  end if;
  if old.state <> new.state and old.state <> 'held' then
    raise exception 'charge % ended already: %', old.id, old.state using errcode = 'restrict_violation';
  end if;
  if (new.machine_id, new.user_id, new.kind, new.price, new.from_earned, new.from_bought)
     is distinct from (old.machine_id, old.user_id, old.kind, old.price, old.from_earned, old.from_bought) then
    raise exception 'charge % may not be rewritten', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.guard_lab_session_state()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.state is distinct from old.state and not exists (
    select 1 from lab_session_state_moves m where m.from_state = old.state and m.to_state = new.state
  ) then
    raise exception 'lab session % may not go from % to %', old.id, old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.guard_machine_state()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.state is distinct from old.state and not exists (
    select 1 from machine_state_moves m where m.from_state = old.state and m.to_state = new.state
  ) then
    raise exception 'machine % may not go from % to %', old.id, old.state, new.state using errcode = 'restrict_violation';
  end if;
  if old.end_reason is not null and new.end_reason is distinct from old.end_reason then
    raise exception 'machine % has its end reason already: %', old.id, old.end_reason using errcode = 'restrict_violation';
  end if;
  if new.epoch < old.epoch then
    raise exception 'machine % may not lower its epoch', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.guard_user_note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.id, new.user_id, new.at, new.author_id, new.text) is not distinct from (old.id, old.user_id, old.at, old.author_id, old.text)
    and new.author_name = 'Deleted member'
  then
    return new;
  end if;
  raise exception '% is never changed', tg_table_name using errcode = 'restrict_violation';
end $function$


CREATE OR REPLACE FUNCTION public.guard_wallet()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    if (new.available_earned, new.available_bought, new.held_earned, new.held_bought, new.frozen, new.owed)
       is distinct from (0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint) then
      raise exception 'a wallet starts empty' using errcode = 'restrict_violation';
    end if;
  elsif tg_op = 'DELETE' then
    raise exception 'a wallet is never deleted' using errcode = 'restrict_violation';
  elsif pg_trigger_depth() < 2 then
    raise exception 'a wallet changes only by transfers' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$


CREATE OR REPLACE FUNCTION public.is_about_oneself(line audit_log)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select line.target_kind in ('api_key', 'device_grant') or (line.target_kind = 'user' and line.target_id = line.actor_id::text)
$function$


CREATE OR REPLACE FUNCTION public.keep_last_seen()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update users u set last_seen_at = greatest(u.last_seen_at, ended.at)
    from (
      select user_id, max(last_seen_at) as at from ended_sessions where viewer_session_id is null group by user_id order by user_id
    ) ended
    where u.id = ended.user_id and u.deleted_at is null;
  return null;
end $function$


CREATE OR REPLACE FUNCTION public.lab_is_open(l labs)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select l.permission_kind is not null and l.disabled_at is null and l.breaker_opened_at is null
$function$


CREATE OR REPLACE FUNCTION public.lab_takes_canaries(l labs)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select l.permission_kind is not null and l.disabled_at is null
$function$


CREATE OR REPLACE FUNCTION public.member_of_credential(credential text, session_max_age_ms bigint)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION public.open_until(open_minutes int4multirange, zone text, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  until timestamptz := at;
  minute integer;
  hours int4range;
  ahead integer;
  step_end timestamptz;
begin
  if isempty(open_minutes) then return 'infinity'; end if;
  loop
    minute := week_minute(zone, until);
    select h into hours from unnest(open_minutes) h where h @> minute;
    exit when hours is null;
    -- At most a day at once: the clocks change at most once in it.
    ahead := least(upper(hours) - minute, 1440);
    step_end := date_trunc('minute', until) + ahead * interval '1 minute';
    if week_minute(zone, step_end) <> (minute + ahead) % 10080 then
      step_end := least(step_end, date_bin('15 minutes', until, 'epoch') + interval '15 minutes');
    end if;
    until := step_end;
    -- One week could have skipped its only closed hour in spring; two cannot.
    if until > at + interval '15 days' then return 'infinity'; end if;
  end loop;
  return case when until > at then until end;
end $function$


CREATE OR REPLACE FUNCTION public.perks_of(member uuid)
 RETURNS TABLE(may_buy boolean, active_machines_max integer, discount_percent integer)
 LANGUAGE sql
 STABLE
AS $function$
  select
    not d.buyers_only_with_perk or coalesce(r.may_buy, false), r.active_machines_max, coalesce(r.discount_percent, 0)
  from discord_settings d cross join (
    select bool_or(rule.may_buy) as may_buy, max(rule.active_machines_max) as active_machines_max,
      max(rule.discount_percent) as discount_percent
    from discord_members m join discord_perk_rules rule on rule.role_id = any(m.roles)
    where m.user_id = member and m.in_guild and m.perks_until > now()
  ) r
$function$


CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $function$


CREATE OR REPLACE FUNCTION public.seat_carries(s seats, minutes integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select (s.max_minutes is null or minutes <= s.max_minutes) and (
    isempty(s.open_minutes)
    or coalesce(open_until(s.open_minutes, s.time_zone, now()) >= now() + make_interval(mins => minutes + 5), false)
  )
$function$


CREATE OR REPLACE FUNCTION public.seat_has_place(s seats)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select seat_may_work(s) and s.in_use < s.max_concurrent and (s.cooldown_until is null or s.cooldown_until <= now())
$function$


CREATE OR REPLACE FUNCTION public.seat_may_work(s seats)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select s.disabled_at is null and s.breaker_opened_at is null and (s.max_uses is null or s.uses < s.max_uses)
$function$


CREATE OR REPLACE FUNCTION public.seat_takes_canary(s seats)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select s.in_use < s.max_concurrent and (s.max_uses is null or s.uses < s.max_uses)
$function$


CREATE OR REPLACE FUNCTION public.week_minute(zone text, at timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select (extract(isodow from at at time zone zone)::integer - 1) * 1440
    + extract(hour from at at time zone zone)::integer * 60 + extract(minute from at at time zone zone)::integer
$function$


CREATE OR REPLACE FUNCTION public.why_unavailable(p products, l labs)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select case
    when not p.on_sale or p.archived_at is not null then 'off_sale'
    when l.permission_kind is null then 'no_permission_record'
    when l.disabled_at is not null or (l.breaker_opened_at is not null and l.breaker_tries_again_at is null) then 'lab_disabled'
    when not exists (
      select 1 from seats s where s.lab_id = l.id and s.disabled_at is null and (s.max_uses is null or s.uses < s.max_uses)
        and seat_carries(s, p.duration_minutes)
    ) then 'no_seat'
    when not exists (
      select 1 from workers w join pools o on o.id = w.pool_id
      where w.pool_id = p.pool_id and w.state = 'active' and w.labels @> o.labels
    ) then 'no_worker'
    when not lab_is_open(l) or not exists (
      select 1 from seats s where s.lab_id = l.id and seat_may_work(s) and seat_carries(s, p.duration_minutes)
    ) then 'temporarily'
    when l.tunnel = 'cloudflared' and exists (
      select 1 from tunnel_settings t where t.failures >= 3 or greatest(t.paused_until, t.closed_until) > now()
    ) then 'temporarily'
    when p.stock_used >= p.stock then 'out_of_stock'
  end
$function$

