import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { readFirstEndpoint } from '../endpoints/read-endpoints.ts';
import { replaceEndpoints } from '../endpoints/replace-endpoints.ts';
import { noteUse } from '../health/note-use.ts';
import { recover } from '../health/recover.ts';
import { appendEvent } from '../life/append-event.ts';
import { tellHolder } from '../life/tell-holder.ts';
import { decideRestart, readPendingRestart } from '../restart/pending-restart.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/**
 * The machine is back and its way in was probed. After the deadline it still opens the way in, as long as none is open and no other
 * restart was asked for: it is the truth about the machine, though the restart has failed on paper.
 */
export async function applyRestarted(
  tx: Tx,
  { ctx, hold, machine }: ReportScope,
  body: ReportOf<'restarted'>,
): Promise<ReportOutcome> {
  if (machine.state !== 'ready') return applied;
  const pending = await readPendingRestart(tx, machine.id);
  if (pending?.id === body.restartId) {
    await decideRestart(tx, pending.id, { state: 'done', detail: null });
    await noteUse(tx, machine.id);
    await replaceEndpoints(tx, ctx, hold, body.endpoints);
    await appendEvent(tx, ctx, machine.id, { kind: 'restart', state: 'done', text: null });
    tx.afterCommit(() => ctx.metrics.restarts.inc({ outcome: 'done' }));
  } else {
    if (pending !== null || !(await isKnown(tx, machine.id, body.restartId))) return applied;
    if ((await readFirstEndpoint(tx, machine.id)) !== null) return applied;
    await replaceEndpoints(tx, ctx, hold, body.endpoints);
  }
  await recover(tx, ctx, machine);
  await tellHolder(tx, ctx, machine.id);
  return applied;
}

async function isKnown(tx: Tx, machineId: string, restartId: string): Promise<boolean> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`select id from machine_restarts where id = ${restartId} and machine_id = ${machineId}`,
  );
  return rows.length > 0;
}
