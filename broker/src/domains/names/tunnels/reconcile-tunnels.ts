import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { explainAnswer } from '../api/ask-cloudflare.ts';
import { contentOf, type DnsRecord, listRecords, listTunnels, type Told } from '../api/cloudflare.ts';
import { isSetUpElsewhere, openApiToken, readTunnelRow } from '../settings/read-tunnel-settings.ts';
import { tagPrefixOf, type TunnelContext } from './tunnel-row.ts';

const Known = z.object({ tag: z.string(), tunnelId: z.uuid(), state: z.string() });

/**
 * Compares the account with our rows. A tunnel or a name of ours that stands though its row says that it was removed is removed once more; one of our
 * name that no row names by its id is a stranger: reported, never touched. Answers what it found; null when it could not look.
 */
export async function reconcileTunnels(
  ctx: TunnelContext,
): Promise<{ strangers: number; revived: number } | null> {
  const settings = await readTunnelRow(ctx.db);
  if (isSetUpElsewhere(settings, ctx)) return null;
  const { accountId, zoneId } = settings;
  const token = openApiToken(ctx, settings.token);
  if (accountId === null || zoneId === null || token === null) return null;
  const prefix = tagPrefixOf(ctx.brokerId);
  const account = { accountId, zoneId, token };
  const listed = orLog(ctx, await listTunnels(ctx, account, prefix));
  const records = orLog(ctx, await listRecords(ctx, account, prefix));
  if (listed === null || records === null) return null;
  const ids = listed.map(({ id }) => id);
  const known = await readRows(
    ctx.db,
    Known,
    sql`
      select tag, tunnel_id as "tunnelId", state from tunnels
      where tunnel_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`,
  );
  const stateOf = new Map(known.map(({ tunnelId, state }) => [tunnelId, state]));
  const removed = ids.filter((id) => stateOf.get(id) === 'removed');
  await reviveRemoval(ctx, removed);
  await reviveNames(ctx, records);
  // One that is just being made has no id in its row yet.
  const pending = await readPendingTags(ctx);
  const strangers = listed.filter(({ id, name }) => !stateOf.has(id) && !pending.has(name)).length;
  ctx.metrics.tunnelStrangers.set(strangers);
  if (strangers > 0)
    ctx.log.warn({ strangers }, 'tunnels with our name stand in the account that no row names');
  return { strangers, revived: removed.length };
}

async function reviveRemoval(ctx: TunnelContext, tunnelIds: readonly string[]): Promise<void> {
  if (tunnelIds.length === 0) return;
  ctx.log.warn({ tunnels: tunnelIds.length }, 'tunnels stand again that were removed');
  await ctx.db.execute(sql`
    update tunnels set state = 'removing', removed_at = null, next_try_at = now(), failures = 0
    where state = 'removed' and tunnel_id in (select jsonb_array_elements_text(${JSON.stringify(tunnelIds)}::jsonb)::uuid)`);
}

/** Names that lead into tunnels which were removed: made by calls that Cloudflare carried out late. */
async function reviveNames(ctx: TunnelContext, records: readonly DnsRecord[]): Promise<void> {
  if (records.length === 0) return;
  const known = records.map(({ id, content }) => ({ id, content }));
  await ctx.db.execute(sql`
    update tunnels t set state = 'removing', removed_at = null, next_try_at = now(), failures = 0, dns_record_id = r.id
    from jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as r(id text, content text)
    where t.state = 'removed' and r.content = t.tunnel_id || ${contentOf('')}`);
}

function orLog<Value>(ctx: TunnelContext, told: Told<Value>): Value | null {
  if (told.ok) return told.value;
  ctx.log.warn({ why: explainAnswer(told.refusal) }, 'tunnels could not be compared with the account');
  return null;
}

async function readPendingTags(ctx: TunnelContext): Promise<ReadonlySet<string>> {
  const rows = await readRows(
    ctx.db,
    z.object({ tag: z.string() }),
    sql`select tag from tunnels where tunnel_id is null and create_sent_at is not null and state <> 'removed'`,
  );
  return new Set(rows.map(({ tag }) => tag));
}
