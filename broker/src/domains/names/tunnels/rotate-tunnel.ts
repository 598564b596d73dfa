import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { changeSecret, type CloudflareAccount, deleteConnections, readToken } from '../api/cloudflare.ts';
import type { Worked } from './open-tunnel.ts';
import { type TunnelContext, type TunnelRow, tunnelSecretContext } from './tunnel-row.ts';

const Holder = z.object({ workerId: z.uuid(), epoch: z.int() });

/**
 * Gives the tunnel to the machine's new holder: another secret, so that the old token runs nothing any more, then whoever still runs it
 * is cut. The hostname stays.
 */
export async function rotateTunnel(
  ctx: TunnelContext,
  account: CloudflareAccount,
  row: TunnelRow,
): Promise<Worked> {
  const [holder] = await readRows(
    ctx.db,
    Holder,
    sql`
      select worker_id as "workerId", epoch from leases where machine_id = ${row.machineId} and released_at is null`,
  );
  if (holder === undefined || row.tunnelId === null) return { ok: true };
  const { tunnelId } = row;
  const secret = randomBytes(32).toString('base64');
  const changed = await changeSecret(ctx, account, { tunnelId, name: row.tag, secret });
  if (!changed.ok) return changed;
  const cut = await deleteConnections(ctx, account, tunnelId);
  if (!cut.ok) return cut;
  const token = await readToken(ctx, account, tunnelId);
  if (!token.ok) return token;
  const stored = ctx.secrets.encryptSecret(token.value, tunnelSecretContext(row.machineId));
  await ctx.db.execute(sql`
    update tunnels set secret = ${stored}, epoch = ${holder.epoch}, failures = 0, fault = null, next_try_at = now()
    where id = ${row.id} and state = 'open'`);
  ctx.bus.emit('desired_changed', { workerId: holder.workerId });
  return { ok: true };
}
