import type { DeviceCode, DeviceCodeRequest } from '@coinslot/shared/http/device-grant.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import { hashToken, newToken } from '../../secrets/tokens.ts';
import { makeUserCode, spellUserCode } from './device-codes.ts';

/** How long a member has to approve, and how often a program may ask whether they did. */
const grantTtlSeconds = 600;
export const askEverySeconds = 5;

/** Begins a program's sign-in. Nothing is allowed yet: its member must find it by the user code and approve. */
export async function startGrant(
  { db, config }: Pick<BrokerContext, 'db' | 'config'>,
  asked: DeviceCodeRequest & { address: string },
): Promise<DeviceCode> {
  const deviceCode = newToken();
  const userCode = await insertGrant(db, hashToken(deviceCode), asked);
  const page = new URL('/device', config.http.publicUrl);
  const spelled = spellUserCode(userCode);
  return {
    deviceCode,
    userCode: spelled,
    verificationUrl: page.href,
    verificationUrlComplete: `${page.href}?code=${spelled}`,
    expiresInSeconds: grantTtlSeconds,
    intervalSeconds: askEverySeconds,
  };
}

/** Returns the user code that was free. Of 25 thousand million, two in use at once are the same next to never: then another is drawn. */
async function insertGrant(
  db: BrokerContext['db'],
  deviceCodeHash: string,
  { host, scopes, expiresInDays, address }: DeviceCodeRequest & { address: string },
): Promise<string> {
  for (;;) {
    const userCode = makeUserCode();
    const { rowCount } = await db.execute(sql`
      insert into device_grants (device_code_hash, user_code, host, scopes, key_days, requested_from, expires_at, interval_seconds)
      values (${deviceCodeHash}, ${userCode}, ${host}, ${sql.param([...scopes])}::text[], ${expiresInDays}, ${address},
        now() + make_interval(secs => ${grantTtlSeconds}), ${askEverySeconds})
      on conflict (user_code) do nothing`);
    if (rowCount === 1) return userCode;
  }
}
