import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import type pg from 'pg';

// Above any epoch that was handed out between the backup and now.
const epochJump = 1_000;

export interface PastOptions {
  /**
   * Sessions, API keys and workers' keys open what they opened then: also those that were ended since the backup. For a drill, and for a
   * house that was stopped before it was backed up.
   */
  keepAccess: boolean;
}

/**
 * What the database believes is running is as old as the backup. Nothing here decides about a machine: it takes away what would
 * let somebody act on the past, and lets the broker's own loops find out what is true, with their own refunds.
 */
export async function layPastToRest(client: pg.ClientBase, { keepAccess }: PastOptions): Promise<void> {
  for (const statement of voidedClaims) await client.query(statement);
  for (const statement of lookedThen) await client.query(statement);
  for (const statement of passedDeadlines) await client.query(statement);
  for (const statement of usedTokens) await client.query(statement);
  if (!keepAccess) for (const statement of grantedAccess) await client.query(statement);
  await client.query(
    `insert into audit_log (actor_name, action, target_kind, target_id, reason, after)
     values ('operator', 'backup.restore', 'installation', (select broker_id::text from installation), null,
       jsonb_build_object('keepAccess', $1::boolean))`,
    [keepAccess],
  );
}

/** What was given out and opens something to whoever holds it: any of it may have been ended since. Passwords and passkeys stay. */
const grantedAccess = [
  'delete from sessions',
  // Not revoked but over: the member finds it in the list, with the reason, and makes a new one.
  `update api_keys set expires_at = now(), ended_reason = 'restored' where revoked_at is null and expires_at > now()`,
  // A worker's key and its join counter went on since then: nobody can tell a worker from a copy of it. Each is enrolled anew.
  `update workers set state = 'revoked', state_reason = '${saidSentences.worker_of_backup}', drain_deadline_at = null
   where state <> 'revoked'`,
];

const voidedClaims = [
  'update workers set session_id = null, connected_since = null, probe_id = null, probe_sent_at = null',
  `update machines set epoch = epoch + ${epochJump} where ended_at is null or exists (
     select 1 from leases l where l.machine_id = machines.id and l.released_at is null)`,
  // The sweep takes them away, and what was ready waits to be adopted by a worker that looks.
  `update leases set epoch = epoch + ${epochJump}, expires_at = now() where released_at is null`,
  `update lab_sessions set state = 'unknown' where state not in ('ended', 'unknown')
     and machine_id in (select id from machines where state <> 'ready')`,
];

const lookedThen = [
  // What labs list is looked up anew before anything that runs there is ended.
  'delete from seat_inventories',
  "delete from lab_findings where state <> 'settled'",
  'delete from broker_conditions',
];

const passedDeadlines = [
  // What waited or was prepared is not started blindly: its time is over, and its coins come back.
  `update machines set queue_deadline_at = least(queue_deadline_at, now()),
     provision_deadline_at = case when provision_deadline_at > now() then now() else provision_deadline_at end
   where state in ('queued', 'assigned', 'provisioning')`,
  `update machine_extensions set deadline_at = least(deadline_at, now()) where state = 'pending'`,
  `update machine_restarts set deadline_at = least(deadline_at, now()) where state = 'pending'`,
  // Who was told then is not told again.
  `update outbox set state = 'dropped', ended_at = now(), claim = null, secret_params = null,
     last_error = 'the database was restored from a backup'
   where state = 'waiting'`,
];

const usedTokens = [
  // Each works once, and may have worked since.
  'delete from enrolment_tokens where worker_id is null',
  'delete from email_links',
  'delete from sign_in_attempts',
  'delete from device_grants',
  'delete from setup_codes where used_at is null',
];
