import type { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { domainOf, openApiToken, readTunnelRow } from './read-tunnel-settings.ts';

const Counts = z.object({ open: z.int(), removing: z.int() });

/** The settings without the token, and how it goes. */
export async function showTunnelSettings(
  ctx: Pick<BrokerContext, 'db' | 'secrets'>,
): Promise<TunnelSettings> {
  const row = await readTunnelRow(ctx.db);
  const [counts] = await readRows(
    ctx.db,
    Counts,
    sql`
      select count(*) filter (where state in ('intended', 'open'))::int as open,
        count(*) filter (where state = 'removing')::int as removing
      from tunnels where state <> 'removed'`,
  );
  const { accountId, zoneId, subdomain, revision, faultAt, faultDetail } = row;
  return {
    accountId,
    zoneId,
    subdomain,
    domain: domainOf(row),
    hasToken: openApiToken(ctx, row.token) !== null,
    revision,
    ...Counts.parse(counts),
    fault:
      faultAt === null || faultDetail === null ? null : { at: faultAt.toISOString(), detail: faultDetail },
  };
}
