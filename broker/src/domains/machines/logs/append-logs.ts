import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import type { Hold } from '../reports/hold.ts';
import { cutLog } from './cut-log.ts';
import { maskChunks } from './mask-chunks.ts';
import { readLogClaim } from './read-log-claim.ts';

/**
 * Appends a batch to a machine's log: in order, without gaps, each chunk once, masked, up to the cap. A worker that gave a
 * machine up still sends the lines that say why: they are taken for a while after its lease was released. Three statements,
 * however many chunks: the lock, what must be known, the write.
 *
 * @returns the highest sequence that is stored without a gap (or lies beyond the cap); null when the claim is stale
 */
export async function appendLogs(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'log' | 'metrics' | 'secrets'>,
  hold: Hold,
  chunks: Logs['chunks'],
): Promise<{ seq: number; capped: boolean } | null> {
  const machine = await lockLog(tx, hold.machineId);
  // A second statement on purpose: one that waited for the lock would see the log as it was before the wait.
  const claim = machine && (await readLogClaim(tx, ctx, hold));
  if (!claim) return null;
  const newestSeq = Math.max(...chunks.map(({ seq }) => seq));
  if (machine.capped) {
    noteDropped(tx, ctx, sizeOf(chunks));
    return { seq: newestSeq, capped: true };
  }
  const room = Math.max(0, ctx.config.machines.logBytesMax - machine.bytes);
  const masked = maskChunks(chunks, claim.secrets);
  const { kept, bytes, capped } = cutLog(masked, { lastSeq: claim.lastSeq, room });
  if (kept.length === 0) return { seq: claim.lastSeq, capped: false };

  await writeChunks(tx, hold, { kept, bytes, capped });
  tx.afterCommit(() => {
    ctx.metrics.logBytes.inc(bytes);
    ctx.bus.emit('logs_appended', { machineId: hold.machineId, bytes });
  });
  if (capped) noteDropped(tx, ctx, Math.max(0, sizeOf(masked) - bytes));
  return { seq: capped ? newestSeq : claim.lastSeq + kept.length, capped };
}

const LockedLog = z.object({ bytes: z.int(), capped: z.boolean() });

/** The lock of the machine, which every writer of it takes first; of its row only what a log needs. */
async function lockLog(tx: Tx, machineId: string): Promise<z.infer<typeof LockedLog> | undefined> {
  const rows = await readRows(
    tx,
    LockedLog,
    sql`select log_bytes as bytes, log_capped as capped from machines where id = ${machineId} for update`,
  );
  return rows[0];
}

async function writeChunks(
  tx: Tx,
  hold: Hold,
  { kept, bytes, capped }: { kept: Logs['chunks']; bytes: number; capped: boolean },
): Promise<void> {
  await tx.execute(sql`
    with counted as (
      update machines set log_bytes = log_bytes + ${bytes}, log_capped = ${capped} where id = ${hold.machineId}
    )
    insert into machine_logs (machine_id, epoch, seq, at, source, text)
    select ${hold.machineId}::uuid, ${hold.epoch}::integer, seq, at, source, text
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb)
      as chunk (seq integer, at timestamptz, source text, text text)
  `);
}

function noteDropped(tx: Tx, ctx: Pick<BrokerContext, 'metrics'>, bytes: number): void {
  tx.afterCommit(() => ctx.metrics.logDroppedBytes.inc(bytes));
}

function sizeOf(chunks: readonly { text: string }[]): number {
  return chunks.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
}
