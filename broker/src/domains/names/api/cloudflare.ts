import { z } from 'zod';
import {
  askCloudflare,
  type CloudflareAnswer,
  type CloudflareCall,
  type CloudflareContext,
} from './ask-cloudflare.ts';

/** Where calls go and with what right. */
export interface CloudflareAccount {
  accountId: string;
  zoneId: string;
  token: string;
}

/** A call that did not do what was asked. */
export type Refusal = Exclude<CloudflareAnswer, { outcome: 'answered' }>;
export type Told<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal };

/** Another tunnel of the account has the name already. */
const tunnelNameTaken = 1013;
const recordExists: readonly number[] = [81_053, 81_054, 81_057, 81_058, 81_062];

const Tunnel = z.object({
  id: z.uuid(),
  name: z.string(),
  created_at: z.coerce.date(),
  token: z.string().min(1).optional(),
});
export type CloudflareTunnel = z.infer<typeof Tunnel>;

const DnsRecord = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  type: z.string(),
  name: z.string(),
  content: z.string(),
  comment: z.string().nullish(),
});
export type DnsRecord = z.infer<typeof DnsRecord>;

const Zone = z.object({ name: z.string().min(1), account: z.object({ id: z.string() }) });

const pageSize = 100;

/** Makes a tunnel whose ingress whoever runs it decides. `taken`: there is one of this name. */
export async function createTunnel(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  name: string,
): Promise<Told<CloudflareTunnel> | { ok: false; taken: true }> {
  const answer = await ask(ctx, account, {
    method: 'POST',
    path: tunnelsOf(account),
    body: { name, config_src: 'local' },
  });
  if (answer.outcome === 'rejected' && answer.codes.includes(tunnelNameTaken))
    return { ok: false, taken: true };
  return read(Tunnel, answer);
}

/** The living tunnel of exactly this name, or null. */
export async function findTunnel(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  name: string,
): Promise<Told<CloudflareTunnel | null>> {
  const answer = await ask(ctx, account, {
    method: 'GET',
    path: tunnelsOf(account),
    query: { name, is_deleted: 'false' },
    removes: true,
  });
  const found = read(z.array(Tunnel), answer);
  return found.ok ? { ok: true, value: found.value.find((one) => one.name === name) ?? null } : found;
}

/** Every living tunnel whose name begins so. */
export async function listTunnels(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  prefix: string,
): Promise<Told<CloudflareTunnel[]>> {
  const all: CloudflareTunnel[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await ask(ctx, account, {
      method: 'GET',
      path: tunnelsOf(account),
      query: {
        include_prefix: prefix,
        is_deleted: 'false',
        per_page: String(pageSize),
        page: String(page),
      },
    });
    const some = read(z.array(Tunnel), answer);
    if (!some.ok) return some;
    all.push(...some.value.filter(({ name }) => name.startsWith(prefix)));
    if (some.value.length < pageSize) return { ok: true, value: all };
  }
}

export async function readToken(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  tunnelId: string,
): Promise<Told<string>> {
  return read(
    z.string().min(1),
    await ask(ctx, account, { method: 'GET', path: `${tunnelsOf(account)}/${tunnelId}/token` }),
  );
}

/** From now on only a token with this secret (32 bytes, base64) runs it; whoever is connected stays so. */
export async function changeSecret(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  { tunnelId, name, secret }: { tunnelId: string; name: string; secret: string },
): Promise<Told<unknown>> {
  const body = { name, tunnel_secret: secret };
  return read(
    z.unknown(),
    await ask(ctx, account, { method: 'PATCH', path: `${tunnelsOf(account)}/${tunnelId}`, body }),
  );
}

/** Its token runs it no more. One that does not exist any more has none. */
export async function voidSecret(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  { tunnelId, name, secret }: { tunnelId: string; name: string; secret: string },
): Promise<Told<unknown>> {
  const body = { name, tunnel_secret: secret };
  return gone(
    await ask(ctx, account, {
      method: 'PATCH',
      path: `${tunnelsOf(account)}/${tunnelId}`,
      body,
      removes: true,
    }),
  );
}

/** Cuts whoever runs the tunnel. One that does not exist any more has no connections. */
export async function deleteConnections(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  tunnelId: string,
): Promise<Told<unknown>> {
  return gone(
    await ask(ctx, account, {
      method: 'DELETE',
      path: `${tunnelsOf(account)}/${tunnelId}/connections`,
      removes: true,
    }),
  );
}

/** Not possible while somebody runs it: its connections are deleted first. */
export async function deleteTunnel(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  tunnelId: string,
): Promise<Told<unknown>> {
  return gone(
    await ask(ctx, account, { method: 'DELETE', path: `${tunnelsOf(account)}/${tunnelId}`, removes: true }),
  );
}

/** Whether the tunnel does not exist any more: Cloudflare remembers those that were deleted. */
export async function isTunnelGone(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  tunnelId: string,
): Promise<Told<boolean>> {
  const path = `${tunnelsOf(account)}/${tunnelId}`;
  const answer = await ask(ctx, account, { method: 'GET', path, removes: true });
  if (answer.outcome === 'rejected' && answer.status === 404) return { ok: true, value: true };
  const told = read(z.object({ deleted_at: z.string().nullish() }), answer);
  return told.ok ? { ok: true, value: (told.value.deleted_at ?? null) !== null } : told;
}

/** Points a name at a tunnel. `taken`: a record of this name stands there already; it is left as it is. */
export async function createRecord(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  { hostname, tunnelId, comment }: { hostname: string; tunnelId: string; comment: string },
): Promise<Told<DnsRecord> | { ok: false; taken: true }> {
  const body = {
    type: 'CNAME',
    name: hostname,
    content: contentOf(tunnelId),
    proxied: true,
    ttl: 1,
    comment,
  };
  const answer = await ask(ctx, account, { method: 'POST', path: recordsOf(account), body });
  const isTaken = answer.outcome === 'rejected' && answer.codes.some((code) => recordExists.includes(code));
  return isTaken ? { ok: false, taken: true } : read(DnsRecord, answer);
}

export async function findRecords(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  hostname: string,
): Promise<Told<DnsRecord[]>> {
  const answer = await ask(ctx, account, {
    method: 'GET',
    path: recordsOf(account),
    query: { name: hostname },
    removes: true,
  });
  const found = read(z.array(DnsRecord), answer);
  return found.ok ? { ok: true, value: found.value.filter(({ name }) => name === hostname) } : found;
}

/** Every record whose comment begins so. */
export async function listRecords(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  prefix: string,
): Promise<Told<DnsRecord[]>> {
  const all: DnsRecord[] = [];
  for (let page = 1; ; page += 1) {
    const query = { 'comment.startswith': prefix, per_page: String(pageSize), page: String(page) };
    const answer = await ask(ctx, account, { method: 'GET', path: recordsOf(account), query });
    const some = read(z.array(DnsRecord), answer);
    if (!some.ok) return some;
    all.push(...some.value);
    if (some.value.length < pageSize) return { ok: true, value: all };
  }
}

export async function deleteRecord(
  ctx: CloudflareContext,
  account: CloudflareAccount,
  recordId: string,
): Promise<Told<unknown>> {
  return gone(
    await ask(ctx, account, { method: 'DELETE', path: `${recordsOf(account)}/${recordId}`, removes: true }),
  );
}

export async function readZone(
  ctx: CloudflareContext,
  account: CloudflareAccount,
): Promise<Told<z.infer<typeof Zone>>> {
  return read(Zone, await ask(ctx, account, { method: 'GET', path: `/zones/${account.zoneId}` }));
}

/** What a record of ours says: the tunnel, which only we know. */
export function contentOf(tunnelId: string): string {
  return `${tunnelId}.cfargotunnel.com`;
}

const tunnelsOf = ({ accountId }: CloudflareAccount) => `/accounts/${accountId}/cfd_tunnel`;
const recordsOf = ({ zoneId }: CloudflareAccount) => `/zones/${zoneId}/dns_records`;

async function ask(
  ctx: CloudflareContext,
  { token }: CloudflareAccount,
  call: Omit<CloudflareCall, 'token'>,
): Promise<CloudflareAnswer> {
  return await askCloudflare(ctx, { ...call, token });
}

function read<Value>(shape: z.ZodType<Value>, answer: CloudflareAnswer): Told<Value> {
  if (answer.outcome !== 'answered') return { ok: false, refusal: answer };
  const parsed = shape.safeParse(answer.result);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, refusal: { outcome: 'failed', why: 'an answer of another shape' } };
}

/** Removed, or not there: both are what was wanted. */
function gone(answer: CloudflareAnswer): Told<unknown> {
  if (answer.outcome === 'answered') return { ok: true, value: null };
  if (answer.outcome === 'rejected' && answer.status === 404) return { ok: true, value: null };
  return { ok: false, refusal: answer };
}
