import type { ErrorCode } from '@coinslot/shared/error-codes.ts';
import type { DeviceToken } from '@coinslot/shared/http/device-grant.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { hashToken } from '../../secrets/tokens.ts';
import { createKey } from './create-key.ts';
import { nameKey } from './decide-grant.ts';
import { knownScopes } from './key-row.ts';
import { askEverySeconds } from './start-grant.ts';

// A program's clock and the way to us are not exact: half a second early is not early.
const toleratedSeconds = 0.5;
const intervalSecondsMax = 60;

/** The key, or why there is none yet. Not thrown: what a question leaves behind must be committed. */
export type Delivery =
  | { token: DeviceToken }
  | {
      refusal: Extract<ErrorCode, 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token'>;
      intervalSeconds: number;
    };

/**
 * Answers one question of a program for its key. An approved key is made here and delivered once: whoever asks with the same device
 * code again, by a replay too, gets `expired_token`.
 *
 * @throws api_key_limit
 */
export async function deliverGrant(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  deviceCode: string,
  address: string,
): Promise<Delivery> {
  const grant = await lockGrant(tx, deviceCode);
  const intervalSeconds = grant?.intervalSeconds ?? askEverySeconds;
  if (grant === undefined || grant.isOver || grant.state === 'delivered')
    return { refusal: 'expired_token', intervalSeconds };
  if (grant.state === 'pending') return await putOff(tx, grant);
  const { memberId, memberName, isDisabled } = grant;
  if (grant.state === 'denied' || memberId === null || memberName === null || isDisabled)
    return { refusal: 'access_denied', intervalSeconds };
  await tx.execute(sql`update device_grants set state = 'delivered' where id = ${grant.id}`);
  const token = await createKey(
    tx,
    ctx,
    { id: memberId, name: memberName, address },
    {
      name: nameKey(grant.host),
      scopes: knownScopes(grant.scopes),
      expiresInDays: grant.keyDays,
      event: 'device_approved',
    },
  );
  return { token };
}

/** Whoever asks too soon waits longer from then on (RFC 8628, 3.5). */
async function putOff(tx: Tx, grant: Grant): Promise<Delivery> {
  const intervalSeconds = grant.isTooSoon
    ? Math.min(grant.intervalSeconds + askEverySeconds, intervalSecondsMax)
    : grant.intervalSeconds;
  await tx.execute(sql`
    update device_grants set asked_at = now(), interval_seconds = ${intervalSeconds} where id = ${grant.id}`);
  return { refusal: grant.isTooSoon ? 'slow_down' : 'authorization_pending', intervalSeconds };
}

const Grant = z.object({
  id: z.uuid(),
  host: z.string(),
  scopes: z.array(z.string()),
  keyDays: z.int(),
  state: z.enum(['pending', 'approved', 'denied', 'delivered']),
  intervalSeconds: z.int(),
  isOver: z.boolean(),
  isTooSoon: z.boolean(),
  memberId: z.uuid().nullable(),
  memberName: z.string().nullable(),
  isDisabled: z.boolean(),
});
type Grant = z.infer<typeof Grant>;

async function lockGrant(tx: Tx, deviceCode: string): Promise<Grant | undefined> {
  const [grant] = await readRows(
    tx,
    Grant,
    sql`select g.id, g.host, g.scopes, g.key_days as "keyDays", g.state, g.interval_seconds as "intervalSeconds",
        g.expires_at <= now() as "isOver",
        coalesce(g.asked_at > now() - make_interval(secs => g.interval_seconds - ${toleratedSeconds}::float8), false) as "isTooSoon",
        u.id as "memberId", u.name as "memberName", u.disabled_at is not null as "isDisabled"
      from device_grants g left join users u on u.id = g.decided_by
      where g.device_code_hash = ${hashToken(deviceCode)} for update of g`,
  );
  return grant;
}
