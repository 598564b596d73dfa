import {
  type CloudflareAccount,
  type CloudflareTunnel,
  contentOf,
  type DnsRecord,
  findRecords,
  findTunnel,
  type Told,
} from '../api/cloudflare.ts';
import type { TunnelContext, TunnelRow } from './tunnel-row.ts';

/** Clocks of ours and of Cloudflare's may differ by so much. */
const clocksDifferMs = 300_000;

/**
 * The tunnel that an earlier call made whose answer nobody read: of the name that only this row has, and made since that call was sent.
 * An older one of this name is somebody else's.
 */
export async function findOurTunnel(
  ctx: TunnelContext,
  account: CloudflareAccount,
  { tag, createSentAt }: Pick<TunnelRow, 'tag' | 'createSentAt'>,
): Promise<Told<CloudflareTunnel | null>> {
  const found = await findTunnel(ctx, account, tag);
  if (!found.ok || found.value === null || createSentAt === null) return found;
  const isOurs = found.value.created_at.getTime() >= createSentAt.getTime() - clocksDifferMs;
  return { ok: true, value: isOurs ? found.value : null };
}

/** The record of this name that leads into our tunnel: nobody else knows its id. */
export async function findOurRecord(
  ctx: TunnelContext,
  account: CloudflareAccount,
  { hostname, tunnelId }: { hostname: string; tunnelId: string },
): Promise<Told<DnsRecord | null>> {
  const found = await findRecords(ctx, account, hostname);
  if (!found.ok) return found;
  return { ok: true, value: found.value.find(({ content }) => content === contentOf(tunnelId)) ?? null };
}
