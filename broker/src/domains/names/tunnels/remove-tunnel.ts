import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import {
  type CloudflareAccount,
  deleteConnections,
  deleteRecord,
  deleteTunnel,
  isTunnelGone,
  voidSecret,
} from '../api/cloudflare.ts';
import { findOurRecord, findOurTunnel } from './find-ours.ts';
import type { Worked } from './open-tunnel.ts';
import type { TunnelContext, TunnelRow } from './tunnel-row.ts';

/** What was made by a call whose answer nobody read may be missing from lists for so long. */
const listLagMs = 60_000;

/** Takes down the name, then whoever runs the tunnel, then the tunnel. Every step may be done twice. */
export async function removeTunnel(
  ctx: TunnelContext,
  account: CloudflareAccount,
  row: TunnelRow,
): Promise<Worked> {
  const found = await findLost(ctx, account, row);
  if (!found.ok) return found;
  const { tunnelId } = found;
  let isNameKnown = true;
  if (tunnelId !== null) {
    const unnamed = await removeRecord(ctx, account, row, tunnelId);
    if (!unnamed.ok) return unnamed;
    isNameKnown = unnamed.isKnown;
    // Whoever runs it came back after he was cut: a worker that cannot be reached does not know that it has ended.
    if (row.failures > 0) {
      const secret = randomBytes(32).toString('base64');
      const voided = await voidSecret(ctx, account, { tunnelId, name: row.tag, secret });
      if (!voided.ok) return voided;
    }
    const cut = await deleteConnections(ctx, account, tunnelId);
    if (!cut.ok) return cut;
    const removed = await deleteTunnel(ctx, account, tunnelId);
    if (!removed.ok) {
      const gone = await isTunnelGone(ctx, account, tunnelId);
      if (!gone.ok || !gone.value) return removed;
    }
  }
  if (!isNameKnown)
    return { ok: false, refusal: { outcome: 'failed', why: 'whether its name was made is not known yet' } };
  await ctx.db.execute(sql`
    update tunnels set state = 'removed', removed_at = now(), failures = 0, fault = null
    where id = ${row.id} and state = 'removing'`);
  return { ok: true };
}

type Found = { ok: true; tunnelId: string | null } | Exclude<Worked, { ok: true }>;

async function findLost(ctx: TunnelContext, account: CloudflareAccount, row: TunnelRow): Promise<Found> {
  if (row.tunnelId !== null || row.createSentAt === null) return { ok: true, tunnelId: row.tunnelId };
  const found = await findOurTunnel(ctx, account, row);
  if (!found.ok) return found;
  if (found.value !== null) {
    await ctx.db.execute(sql`update tunnels set tunnel_id = ${found.value.id} where id = ${row.id}`);
    return { ok: true, tunnelId: found.value.id };
  }
  return isOver(row.createSentAt)
    ? { ok: true, tunnelId: null }
    : { ok: false, refusal: { outcome: 'failed', why: 'whether it was made is not known yet' } };
}

async function removeRecord(
  ctx: TunnelContext,
  account: CloudflareAccount,
  row: TunnelRow,
  tunnelId: string,
): Promise<{ ok: true; isKnown: boolean } | Exclude<Worked, { ok: true }>> {
  if (row.dnsSentAt === null && row.dnsRecordId === null) return { ok: true, isKnown: true };
  const found = await findOurRecord(ctx, account, { hostname: row.hostname, tunnelId });
  if (!found.ok) return found;
  // One that was led elsewhere by hand is not ours any more.
  if (found.value !== null) {
    const removed = await deleteRecord(ctx, account, found.value.id);
    if (!removed.ok) return removed;
  } else if (row.dnsRecordId === null && !isOver(row.dnsSentAt)) return { ok: true, isKnown: false };
  await ctx.db.execute(sql`update tunnels set dns_record_id = null, dns_sent_at = null where id = ${row.id}`);
  return { ok: true, isKnown: true };
}

/** Since then whatever was made has come into the lists. */
function isOver(sentAt: Date | null): boolean {
  return sentAt === null || Date.now() - sentAt.getTime() > listLagMs;
}
