import { explainAnswer } from '../api/ask-cloudflare.ts';
import { isSetUpElsewhere, openApiToken, readTunnelRow } from '../settings/read-tunnel-settings.ts';
import { claimTunnels, freeDoomed, putOff } from './claim-tunnels.ts';
import { doomTunnels, intendTunnels } from './intend-tunnels.ts';
import { noteElsewhere } from './note-elsewhere.ts';
import { openTunnel, type Worked } from './open-tunnel.ts';
import { removeTunnel } from './remove-tunnel.ts';
import { rotateTunnel } from './rotate-tunnel.ts';
import type { TunnelContext, TunnelRow } from './tunnel-row.ts';

/** Ends a machine that cannot get its name, with a refund. Why is for the log and the overview, not for its owner. */
export type FailMachine = (machineId: string) => Promise<void>;

/**
 * One round: what is to be made or removed is written down, then some of it is done. Looks only at rows, so a broker that was killed
 * in the middle of a call, or other brokers beside it, change nothing.
 *
 *   intended ─▶ open ─▶ removing ─▶ removed
 *       └──────────────────┘
 */
export async function keepTunnels(ctx: TunnelContext, failMachine: FailMachine): Promise<void> {
  const settings = await readTunnelRow(ctx.db);
  if (isSetUpElsewhere(settings, ctx)) return await noteElsewhere(ctx.db, settings.savedAtUrl ?? '');
  await intendTunnels(ctx);
  await doomTunnels(ctx.db);
  const due = await claimTunnels(ctx);
  if (due.length === 0) return;
  const token = openApiToken(ctx, settings.token);
  await Promise.all(due.map((row) => workOn(ctx, row, token, failMachine)));
}

async function workOn(
  ctx: TunnelContext,
  row: TunnelRow,
  token: string | null,
  failMachine: FailMachine,
): Promise<void> {
  if (token === null) {
    await putOff(ctx.db, row, { why: 'There is no API token that can be opened.', until: null });
    return;
  }
  const { accountId, zoneId } = row;
  const worked = await work(ctx, { accountId, zoneId, token }, row);
  if (!worked.ok) await tellFault(ctx, row, worked, failMachine);
  if (row.state !== 'removing') await freeDoomed(ctx.db, row.id);
}

async function tellFault(
  ctx: TunnelContext,
  row: TunnelRow,
  worked: Exclude<Worked, { ok: true }>,
  failMachine: FailMachine,
): Promise<void> {
  if ('taken' in worked) {
    ctx.log.error(
      { machineId: row.machineId, hostname: row.hostname, why: worked.taken },
      'a name for a tunnel is taken by what is not ours',
    );
    await putOff(ctx.db, row, { why: worked.taken, until: null });
    await failMachine(row.machineId);
    return;
  }
  const why = explainAnswer(worked.refusal);
  ctx.log.warn({ machineId: row.machineId, state: row.state, why }, 'a tunnel could not be worked on');
  await putOff(ctx.db, row, { why, until: worked.refusal.outcome === 'held' ? worked.refusal.until : null });
}

async function work(
  ctx: TunnelContext,
  account: Parameters<typeof openTunnel>[1],
  row: TunnelRow,
): Promise<Worked> {
  switch (row.state) {
    case 'intended':
      return await openTunnel(ctx, account, row);
    case 'open':
      return await rotateTunnel(ctx, account, row);
    case 'removing':
      return await removeTunnel(ctx, account, row);
  }
}
