import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { hashToken, newToken } from '../../../secrets/tokens.ts';
import { notify } from '../../notifications/index.ts';
import type { AuthContext } from '../auth-context.ts';
import { readCookie, setCookie } from '../cookies.ts';
import { describeDevice } from './describe-device.ts';
import type { WayIn } from './open-session.ts';

const deviceCookie = 'device';
const rememberedMs = 400 * 24 * 60 * 60_000;

const Known = z.object({ isKnown: z.boolean(), hasOthers: z.boolean() });

/**
 * Remembers the browser of a sign-in by a cookie that opens nothing. A member who comes in by one that was never seen, and not for the
 * first time at all, is told so on the page and by mail.
 */
export async function noteDevice(ctx: AuthContext, tx: Tx, way: WayIn): Promise<void> {
  const { userId, request, reply } = way;
  const given = readCookie(ctx, request, deviceCookie);
  // What somebody else wrote there is as good as ours: it is random or it is theirs alone.
  const device = given !== undefined && /^[\w-]{43}$/.test(given) ? given : newToken();
  const deviceHash = hashToken(device);
  const [{ isKnown, hasOthers } = { isKnown: false, hasOthers: false }] = await readRows(
    tx,
    Known,
    sql`
      select coalesce(bool_or(device_hash = ${deviceHash}), false) as "isKnown", count(*) > 0 as "hasOthers"
      from known_devices where user_id = ${userId}`,
  );
  await tx.execute(sql`
    insert into known_devices (user_id, device_hash) values (${userId}, ${deviceHash})
    on conflict (user_id, device_hash) do update set seen_at = now()`);
  setCookie(ctx, reply, { name: deviceCookie, value: device, maxAgeMs: rememberedMs });
  if (isKnown || !hasOthers) return;
  await notify(tx, ctx, {
    userId,
    kind: 'security',
    params: {
      event: 'new_device',
      device: describeDevice(request.headers['user-agent'] ?? null),
      address: request.ip,
    },
    dedupeKey: `new_device:${request.id}`,
  });
}
