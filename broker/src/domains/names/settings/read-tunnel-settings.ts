import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';

const Row = z.object({
  accountId: z.string().nullable(),
  zoneId: z.string().nullable(),
  zoneName: z.string().nullable(),
  subdomain: z.string(),
  token: z.string().nullable(),
  savedAtUrl: z.string().nullable(),
  revision: z.int(),
  faultAt: PgTimestamp.nullable(),
  faultDetail: z.string().nullable(),
});
export type TunnelSettingsRow = z.infer<typeof Row>;

/** The API token is encrypted for this place. */
export const apiTokenContext = 'tunnels:api-token';

/** The one row of the settings; `token` as it is stored. */
export async function readTunnelRow(db: Db | Tx): Promise<TunnelSettingsRow> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select account_id as "accountId", zone_id as "zoneId", zone_name as "zoneName", subdomain, token, saved_at_url as "savedAtUrl", revision,
        fault_at as "faultAt", fault_detail as "faultDetail"
      from tunnel_settings`,
  );
  return Row.parse(row);
}

/** The API token in clear; null when there is none, or none that can be opened. */
export function openApiToken(ctx: Pick<BrokerContext, 'secrets'>, stored: string | null): string | null {
  if (stored === null) return null;
  try {
    return ctx.secrets.decryptSecret(stored, apiTokenContext);
  } catch {
    // Its key is gone: as good as none, until it is entered again.
    return null;
  }
}

/**
 * Whether the account was set up at another address: then this database is a copy, a restored backup perhaps, whose rows name what the
 * original runs. Nothing is made or removed then, until the settings are saved here.
 */
export function isSetUpElsewhere(
  { savedAtUrl }: Pick<TunnelSettingsRow, 'savedAtUrl'>,
  { config }: Pick<BrokerContext, 'config'>,
): boolean {
  return savedAtUrl !== null && savedAtUrl !== config.http.publicUrl;
}

/** Below what machines get their names; null when nothing is set up. */
export function domainOf({
  zoneName,
  subdomain,
}: Pick<TunnelSettingsRow, 'zoneName' | 'subdomain'>): string | null {
  if (zoneName === null) return null;
  return subdomain === '' ? zoneName : `${subdomain}.${zoneName}`;
}

/**
 * For a lab that is to be reached by named tunnels. Holds the account until the transaction ends, so that nobody takes it away meanwhile.
 *
 * @throws invalid_request
 */
export async function requireTunnelAccount(tx: Tx): Promise<void> {
  await tx.execute(sql`select only_row from tunnel_settings for share`);
  if ((await readTunnelRow(tx)).accountId !== null) return;
  throw fail('invalid_request', {
    fields: { '/tunnel': 'needs the account at Cloudflare: set it up first' },
  });
}
