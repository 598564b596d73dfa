import { type SQL, sql } from 'drizzle-orm';

/** Rows of one statement of the copy. */
export const exportPageSize = 500;

/** One list of the copy of a member's data. */
export interface ExportPart {
  name: string;
  /** Rows as JSON in `row`, each with `place`, after this place, in its order. */
  rows: (after: string | null) => SQL;
}

/** Every list of the copy of this member's data, in its order. */
export function listExportParts(userId: string): ExportPart[] {
  return [...accountParts(userId), ...moneyAndMachineParts(userId), ...otherParts(userId)];
}

function accountParts(userId: string): ExportPart[] {
  return [
    byUuid(
      'identities',
      sql`jsonb_build_object('issuer', issuer, 'subject', subject, 'name', subject_name, 'since', created_at,
        'lastUsedAt', last_used_at)`,
      sql`identities where user_id = ${userId}`,
    ),
    byUuid(
      'sessions',
      sql`jsonb_build_object('createdAt', created_at, 'lastSeenAt', last_seen_at, 'address', ip_address,
        'userAgent', user_agent, 'signedInBy', signed_in_by)`,
      sql`sessions where user_id = ${userId} and viewer_session_id is null`,
    ),
    byUuid(
      'passkeys',
      sql`jsonb_build_object('name', name, 'createdAt', created_at, 'lastUsedAt', last_used_at)`,
      sql`passkeys where user_id = ${userId}`,
    ),
    byUuid(
      'apiKeys',
      sql`jsonb_build_object('name', name, 'scopes', scopes, 'createdAt', created_at, 'expiresAt', expires_at,
        'lastUsedAt', last_used_at, 'lastUsedAddress', last_used_address, 'revokedAt', revoked_at, 'endedReason', ended_reason)`,
      sql`api_keys where user_id = ${userId}`,
    ),
    byUuid(
      'deviceGrants',
      sql`jsonb_build_object('host', host, 'requestedFrom', requested_from, 'requestedAt', requested_at, 'state', state,
        'scopes', scopes, 'decidedAt', decided_at)`,
      sql`device_grants where decided_by = ${userId}`,
    ),
    byText(
      'knownBrowsers',
      sql`device_hash`,
      sql`jsonb_build_object('lastSeenAt', seen_at)`,
      sql`known_devices where user_id = ${userId}`,
    ),
    byText(
      'notificationChoices',
      sql`kind || ' ' || channel`,
      sql`jsonb_build_object('kind', kind, 'channel', channel, 'enabled', enabled)`,
      sql`notification_choices where user_id = ${userId}`,
    ),
    byText(
      'announcementsRead',
      sql`announcement_id::text`,
      sql`jsonb_build_object('announcement', (select title from announcements a where a.id = announcement_id), 'readAt', read_at,
        'dismissedAt', dismissed_at)`,
      sql`announcement_marks where user_id = ${userId}`,
    ),
    byUuid(
      'messages',
      sql`jsonb_build_object('at', created_at, 'channel', channel, 'kind', kind, 'recipient', recipient, 'state', state,
        'endedAt', ended_at)`,
      sql`outbox where user_id = ${userId}`,
    ),
  ];
}

function moneyAndMachineParts(userId: string): ExportPart[] {
  return [
    byUuid(
      'charges',
      sql`jsonb_build_object('machineId', machine_id, 'kind', kind, 'price', price, 'refunded', refunded_earned + refunded_bought,
        'state', state, 'at', created_at, 'endedAt', ended_at)`,
      sql`charges where user_id = ${userId}`,
    ),
    byId(
      'transfers',
      sql`jsonb_build_object('id', id, 'at', created_at, 'kind', kind, 'class', class, 'amount', amount, 'from', from_account,
        'to', to_account, 'reason', reason)`,
      sql`transfers where (from_user_id = ${userId} or to_user_id = ${userId})`,
    ),
    byUuid(
      'machines',
      sql`jsonb_build_object('id', id, 'name', name, 'template', template, 'price', price, 'state', state,
        'requestedAt', requested_at, 'endedAt', ended_at, 'endReason', end_reason)`,
      sql`machines where owner_id = ${userId}`,
    ),
    {
      name: 'machineEvents',
      rows: (after) => sql`
        select e.machine_id || ' ' || lpad(e.n::text, 12, '0') as place,
          jsonb_build_object('machineId', e.machine_id, 'n', e.n, 'at', e.at, 'kind', e.kind, 'data', e.data) as row
        from machine_events e join machines m on m.id = e.machine_id
        where m.owner_id = ${userId} and (${after}::text is null or (e.machine_id, e.n) > (
          split_part(${after}::text, ' ', 1)::uuid, split_part(${after}::text, ' ', 2)::integer))
        order by e.machine_id, e.n limit ${exportPageSize}`,
    },
    {
      name: 'machineLogs',
      rows: (after) => sql`
        select l.machine_id || ' ' || l.epoch || ' ' || l.seq as place,
          jsonb_build_object('machineId', l.machine_id, 'at', l.at, 'source', l.source, 'text', l.text) as row
        from machine_logs l join machines m on m.id = l.machine_id
        where m.owner_id = ${userId} and (${after}::text is null or (l.machine_id, l.epoch, l.seq) > (
          split_part(${after}::text, ' ', 1)::uuid, split_part(${after}::text, ' ', 2)::integer,
          split_part(${after}::text, ' ', 3)::integer))
        order by l.machine_id, l.epoch, l.seq limit ${exportPageSize}`,
    },
  ];
}

function otherParts(userId: string): ExportPart[] {
  return [
    byId(
      'redemptions',
      sql`jsonb_build_object('at', redeemed_at, 'coins', coins, 'voucher', (
        select v.name from vouchers v where v.id = voucher_id))`,
      sql`voucher_redemptions where user_id = ${userId}`,
    ),
    byId(
      'notifications',
      sql`jsonb_build_object('at', created_at, 'kind', kind, 'params', params, 'readAt', read_at)`,
      sql`notifications where user_id = ${userId}`,
    ),
    byId(
      'auditLines',
      sql`jsonb_build_object('at', at, 'action', action, 'byMe', actor_id is not distinct from ${userId}::uuid, 'reason', reason,
        'address', case when actor_id = ${userId} then address end)`,
      sql`audit_log where (actor_id = ${userId} or (target_kind = 'user' and target_id = ${userId}::text))`,
    ),
  ];
}

// `place` is text, so that ids of both kinds fit; each part says how its own is compared.
function byId(name: string, row: SQL, from: SQL): ExportPart {
  return byKey(name, sql`bigint`, row, from);
}

function byUuid(name: string, row: SQL, from: SQL): ExportPart {
  return byKey(name, sql`uuid`, row, from);
}

function byKey(name: string, type: SQL, row: SQL, from: SQL): ExportPart {
  return {
    name,
    rows: (after) => sql`
    select id::text as place, ${row} as row from ${from}
      and (${after}::text is null or id > ${after}::text::${type}) order by id limit ${exportPageSize}`,
  };
}

function byText(name: string, place: SQL, row: SQL, from: SQL): ExportPart {
  return {
    name,
    rows: (after) => sql`
    select ${place} as place, ${row} as row from ${from}
      and (${after}::text is null or (${place}) collate "C" > ${after}::text) order by (${place}) collate "C" limit ${exportPageSize}`,
  };
}
