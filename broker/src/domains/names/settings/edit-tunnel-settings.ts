import type { EditTunnelSettingsRequest } from '@coinslot/shared/http/admin-tunnels.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { refuseStale, sayDependents } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import type { CloudflareContext } from '../api/ask-cloudflare.ts';
import { checkAccount } from './check-account.ts';
import { apiTokenContext, openApiToken, readTunnelRow } from './read-tunnel-settings.ts';

type Context = CloudflareContext & Pick<BrokerContext, 'secrets'>;

/**
 * Saves the account after asking Cloudflare for it. Machines that have a tunnel keep it: another account or zone is refused while there
 * are any.
 *
 * @throws invalid_request, edited_meanwhile, still_in_use, provider_unavailable
 */
export async function editTunnelSettings(
  ctx: Context,
  act: AdminAct,
  { token: given, revision, ...wanted }: EditTunnelSettingsRequest,
): Promise<void> {
  const before = await readTunnelRow(ctx.db);
  refuseStale(before, { revision });
  const token = given ?? openApiToken(ctx, before.token);
  if (token === null) throw fail('invalid_request', { fields: { '/token': 'is needed' } });
  // A mended token must not wait until the breaker that the broken one opened has closed.
  if (given !== undefined) await closeBreaker(ctx);
  const { zoneName } = await checkAccount(ctx, { ...wanted, token });
  await inTransaction(ctx.db, async (tx) => {
    await tx.execute(sql`select only_row from tunnel_settings for update`);
    const present = refuseStale(await readTunnelRow(tx), { revision });
    const moves = present.accountId !== wanted.accountId || present.zoneId !== wanted.zoneId;
    if (moves) await refuseInUse(tx, { labs: false });
    await tx.execute(sql`
      update tunnel_settings set
        account_id = ${wanted.accountId}, zone_id = ${wanted.zoneId}, zone_name = ${zoneName},
        subdomain = ${wanted.subdomain}, token = ${ctx.secrets.encryptSecret(token, apiTokenContext)},
        saved_at_url = ${ctx.config.http.publicUrl},
        revision = revision + 1, updated_at = now()`);
    await writeAudit(tx, {
      ...act,
      action: 'tunnels.edit',
      targetKind: 'settings',
      targetId: 'tunnels',
      before: { accountId: present.accountId, zoneId: present.zoneId, subdomain: present.subdomain },
      after: { ...wanted, tokenChanged: given !== undefined },
    });
  });
}

/**
 * Forgets the account and its token, and with them the tunnels whose removal has failed for ten minutes: of an account that does not
 * exist any more none could ever be removed. Their names stand in the audit log.
 *
 * @throws still_in_use while a lab is set to it, or another tunnel stands
 */
export async function clearTunnelSettings(ctx: Pick<BrokerContext, 'db'>, act: AdminAct): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await tx.execute(sql`select only_row from tunnel_settings for update`);
    const { accountId, zoneId, subdomain } = await readTunnelRow(tx);
    const forgotten = await forgetStuck(tx);
    await refuseInUse(tx, { labs: true });
    await tx.execute(sql`
      update tunnel_settings set
        account_id = null, zone_id = null, zone_name = null, subdomain = '', token = null, saved_at_url = null, failures = 0, fault_at = null,
        fault_detail = null, paused_until = null, revision = revision + 1, updated_at = now()`);
    await writeAudit(tx, {
      ...act,
      action: 'tunnels.clear',
      targetKind: 'settings',
      targetId: 'tunnels',
      before: { accountId, zoneId, subdomain },
      after: { forgotten },
    });
  });
}

async function forgetStuck(tx: Tx): Promise<string[]> {
  const rows = await readRows(
    tx,
    z.object({ tag: z.string() }),
    sql`
      update tunnels set state = 'removed', removed_at = now()
      where state = 'removing' and failures > 0 and removing_at < now() - interval '10 minutes' returning tag`,
  );
  return rows.map(({ tag }) => tag);
}

const Uses = z.object({ labs: z.int(), tunnels: z.int() });

async function refuseInUse(tx: Tx, counted: { labs: boolean }): Promise<void> {
  const [row] = await readRows(
    tx,
    Uses,
    sql`
      select (select count(*)::int from labs where tunnel = 'cloudflared') as labs,
        (select count(*)::int from tunnels where state <> 'removed') as tunnels`,
  );
  const { labs, tunnels } = Uses.parse(row);
  const uses = sayDependents(counted.labs ? { lab: labs, tunnel: tunnels } : { tunnel: tunnels });
  if (uses === null) return;
  throw fail('still_in_use', {
    detail: `Its account still carries ${uses}. Give labs another way in and wait until their machines have ended.`,
  });
}

async function closeBreaker(ctx: Pick<BrokerContext, 'db'>): Promise<void> {
  await ctx.db.execute(sql`update tunnel_settings set failures = 0, paused_until = null`);
}
