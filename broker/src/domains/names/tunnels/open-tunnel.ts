import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import type { CloudflareAccount, Told } from '../api/cloudflare.ts';
import { createRecord, createTunnel, readToken } from '../api/cloudflare.ts';
import { findOurRecord, findOurTunnel } from './find-ours.ts';
import { type TunnelContext, type TunnelRow, tunnelSecretContext } from './tunnel-row.ts';

/** What came of working on a tunnel. `taken`: something that is not ours has its name; it is left alone, and the machine fails. */
export type Worked = { ok: true } | { ok: false; taken: string } | Extract<Told<never>, { ok: false }>;

/** Makes the tunnel and its name, from wherever an earlier try stopped. Then the machine's holder is told. */
export async function openTunnel(
  ctx: TunnelContext,
  account: CloudflareAccount,
  row: TunnelRow,
): Promise<Worked> {
  const made = await makeTunnel(ctx, account, row);
  if (!('value' in made)) return made;
  const { tunnelId } = made.value;
  const token =
    made.value.token === undefined
      ? await readToken(ctx, account, tunnelId)
      : { ok: true as const, value: made.value.token };
  if (!token.ok) return token;
  const record =
    row.dnsRecordId === null ? await makeRecord(ctx, account, row, tunnelId) : { ok: true as const };
  if (!record.ok) return record;
  await finish(ctx, row, token.value);
  return { ok: true };
}

type Made = { ok: true; value: { tunnelId: string; token?: string | undefined } };

async function makeTunnel(
  ctx: TunnelContext,
  account: CloudflareAccount,
  row: TunnelRow,
): Promise<Made | Exclude<Worked, { ok: true }>> {
  if (row.tunnelId !== null) return { ok: true, value: { tunnelId: row.tunnelId } };
  if (row.createSentAt !== null) {
    const found = await findOurTunnel(ctx, account, row);
    if (!found.ok) return found;
    if (found.value !== null) return await keepTunnel(ctx, row, { tunnelId: found.value.id });
  }
  await ctx.db.execute(
    sql`update tunnels set create_sent_at = coalesce(create_sent_at, now()) where id = ${row.id}`,
  );
  const created = await createTunnel(ctx, account, row.tag);
  if ('taken' in created) {
    // Ours, when an earlier call of ours may have made it: lists may be late.
    if (row.createSentAt !== null)
      return { ok: false, refusal: { outcome: 'failed', why: 'its name is taken just now' } };
    return { ok: false, taken: `A tunnel called ${row.tag} stands in the account already.` };
  }
  if (!created.ok) return created;
  return await keepTunnel(ctx, row, { tunnelId: created.value.id, token: created.value.token });
}

// Also when its machine has ended meanwhile: what removes it must know it.
async function keepTunnel(ctx: TunnelContext, row: TunnelRow, value: Made['value']): Promise<Made> {
  await ctx.db.execute(sql`update tunnels set tunnel_id = ${value.tunnelId} where id = ${row.id}`);
  return { ok: true, value };
}

async function makeRecord(
  ctx: TunnelContext,
  account: CloudflareAccount,
  row: TunnelRow,
  tunnelId: string,
): Promise<Worked> {
  const [wanted] = await readRows(
    ctx.db,
    z.object({ id: z.uuid() }),
    sql`update tunnels set dns_sent_at = coalesce(dns_sent_at, now()) where id = ${row.id} and state = 'intended' returning id`,
  );
  // Its machine has ended meanwhile.
  if (wanted === undefined) return { ok: true };
  const created = await createRecord(ctx, account, { hostname: row.hostname, tunnelId, comment: row.tag });
  if (!('taken' in created)) return created.ok ? await keepRecord(ctx, row, created.value.id) : created;
  const found = await findOurRecord(ctx, account, { hostname: row.hostname, tunnelId });
  if (!found.ok) return found;
  return found.value === null
    ? { ok: false, taken: `A DNS record of ${row.hostname} stands in the zone already.` }
    : await keepRecord(ctx, row, found.value.id);
}

async function keepRecord(ctx: TunnelContext, row: TunnelRow, recordId: string): Promise<Worked> {
  await ctx.db.execute(sql`update tunnels set dns_record_id = ${recordId} where id = ${row.id}`);
  return { ok: true };
}

const Opened = z.object({ workerId: z.uuid().nullable(), seconds: z.number() });

async function finish(ctx: TunnelContext, row: TunnelRow, token: string): Promise<void> {
  const secret = ctx.secrets.encryptSecret(token, tunnelSecretContext(row.machineId));
  const [opened] = await readRows(
    ctx.db,
    Opened,
    sql`
      update tunnels t set state = 'open', secret = ${secret}, opened_at = now(), failures = 0, fault = null, next_try_at = now(),
        epoch = m.epoch
      from machines m
      where t.id = ${row.id} and t.state = 'intended' and m.id = t.machine_id
      returning extract(epoch from now() - t.intended_at)::float8 as seconds,
        (select l.worker_id from leases l where l.machine_id = t.machine_id and l.released_at is null) as "workerId"`,
  );
  if (opened === undefined) return;
  ctx.metrics.tunnelOpenSeconds.observe(opened.seconds);
  if (opened.workerId !== null) ctx.bus.emit('desired_changed', { workerId: opened.workerId });
}
