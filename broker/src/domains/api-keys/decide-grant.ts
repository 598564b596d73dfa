import type { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import type { DeviceGrant } from '@coinslot/shared/http/device-grant.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { writeAudit } from '../audit/index.ts';
import { requireRoomForKey } from './create-key.ts';
import { spellUserCode } from './device-codes.ts';
import { knownScopes } from './key-row.ts';

export interface Decider {
  id: string;
  name: string;
  address: string;
}

/**
 * What this member is asked to approve, or has decided already.
 *
 * @throws not_found for a code that is wrong, too old, delivered, or was decided by somebody else
 */
export async function readGrant(db: Db | Tx, memberId: string, userCode: string): Promise<DeviceGrant> {
  const [row] = await readRows(
    db,
    Row,
    sql`select host, scopes, key_days as "expiresInDays", requested_at as "requestedAt", requested_from as "requestedFrom",
        expires_at as "expiresAt", state
      from device_grants
      where user_code = ${userCode} and expires_at > now() and state <> 'delivered'
        and (decided_by is null or decided_by = ${memberId})`,
  );
  if (row === undefined) throw fail('not_found', { detail: saidSentences.device_code_wrong });
  return {
    ...row,
    userCode: spellUserCode(userCode),
    name: nameKey(row.host),
    scopes: knownScopes(row.scopes),
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

/** What a program's key is called in its member's list. */
export function nameKey(host: string): string {
  return `coinslot on ${host}`;
}

/**
 * Lets a program have a key with these scopes, which it asked for, or fewer. The key is made when the program fetches it. The same
 * decision twice is one.
 *
 * @throws not_found, api_key_limit, invalid_request (a scope that was not asked for)
 */
export async function approveGrant(
  tx: Tx,
  member: Decider,
  { userCode, scopes }: { userCode: string; scopes: readonly ApiKeyScope[] },
): Promise<void> {
  await requireRoomForKey(tx, member.id);
  const grant = await readGrant(tx, member.id, userCode);
  if (scopes.some((scope) => !grant.scopes.includes(scope))) {
    throw fail('invalid_request', { fields: { '/scopes': 'holds one that was not asked for' } });
  }
  await decide(tx, member, { userCode, state: 'approved', scopes });
}

/** Refuses a program its key. Throws not_found. */
export async function denyGrant(tx: Tx, member: Decider, userCode: string): Promise<void> {
  const { scopes } = await readGrant(tx, member.id, userCode);
  await decide(tx, member, { userCode, state: 'denied', scopes });
}

async function decide(
  tx: Tx,
  member: Decider,
  {
    userCode,
    state,
    scopes,
  }: { userCode: string; state: 'approved' | 'denied'; scopes: readonly ApiKeyScope[] },
): Promise<void> {
  const [decided] = await readRows(
    tx,
    z.object({ id: z.uuid(), host: z.string(), requestedFrom: z.string() }),
    sql`update device_grants set state = ${state}, scopes = ${sql.param([...scopes])}::text[], decided_by = ${member.id}, decided_at = now()
      where user_code = ${userCode} and state = 'pending' and expires_at > now()
      returning id, host, requested_from as "requestedFrom"`,
  );
  if (decided === undefined) {
    const { state: before } = await readGrant(tx, member.id, userCode);
    if (before === state) return;
    throw fail('not_found', { detail: saidSentences.device_decided });
  }
  await writeAudit(tx, {
    actor: { id: member.id, name: member.name },
    action: state === 'approved' ? 'device.approve' : 'device.deny',
    targetKind: 'device_grant',
    targetId: decided.id,
    after: { host: decided.host, requestedFrom: decided.requestedFrom, scopes },
    address: member.address,
  });
}

const Row = z.object({
  host: z.string(),
  scopes: z.array(z.string()),
  expiresInDays: z.int(),
  requestedAt: PgTimestamp,
  requestedFrom: z.string(),
  expiresAt: PgTimestamp,
  state: z.enum(['pending', 'approved', 'denied']),
});
