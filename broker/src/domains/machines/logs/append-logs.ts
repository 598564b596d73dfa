import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { maskSecrets } from '../../labs/index.ts';
import { lockMachine } from '../life/lock-machine.ts';
import type { Hold } from '../reports/hold.ts';
import { cutLog } from './cut-log.ts';
import { readMachineSecrets } from './read-machine-secrets.ts';

/**
 * Appends a batch to a machine's log: in order, without gaps, each chunk once, masked, up to the cap. A worker that gave a
 * machine up still sends the lines that say why: they are taken for a while after its lease was released.
 *
 * @returns the highest sequence that is stored without a gap (or lies beyond the cap); null when the claim is stale
 */
export async function appendLogs(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'secrets'>,
  hold: Hold,
  chunks: Logs['chunks'],
): Promise<{ seq: number; capped: boolean } | null> {
  const machine = await lockMachine(tx, hold.machineId);
  const lease = await readLogLease(tx, ctx, hold);
  if (!machine || !lease) return null;
  if (machine.logCapped) return { seq: Math.max(...chunks.map(({ seq }) => seq)), capped: true };

  const secrets = await readMachineSecrets(tx, ctx, { id: machine.id, seatId: lease.seatId });
  const masked = chunks.map((chunk) => ({ ...chunk, text: storable(maskSecrets(chunk.text, secrets)) }));
  const lastSeq = await readLastSeq(tx, hold);
  const room = Math.max(0, ctx.config.machines.logBytesMax - machine.logBytes);
  const { kept, bytes, capped } = cutLog(masked, { lastSeq, room });
  if (kept.length === 0) return { seq: lastSeq, capped: false };

  await insertChunks(tx, hold, kept);
  await tx.execute(sql`
    update machines set log_bytes = log_bytes + ${bytes}, log_capped = ${capped} where id = ${machine.id}
  `);
  tx.afterCommit(() => ctx.bus.emit('logs_appended', { machineId: machine.id, bytes }));
  const seq = capped ? Math.max(...chunks.map(({ seq }) => seq)) : lastSeq + kept.length;
  return { seq, capped };
}

/** The lease by which this worker held the machine at this epoch: open, or released not long ago. */
async function readLogLease(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  hold: Hold,
): Promise<{ seatId: string } | null> {
  const rows = await readRows(
    tx,
    z.object({ seatId: z.uuid() }),
    sql`
      select seat_id as "seatId" from leases
      where machine_id = ${hold.machineId} and worker_id = ${hold.workerId} and epoch = ${hold.epoch}
        and (
          released_at is null
          or released_at > now() - ${ctx.config.machines.lateLogsMs} * interval '1 millisecond'
        )
    `,
  );
  return rows[0] ?? null;
}

/** Nothing is ever stored behind a gap, so the highest is also the highest without a gap. */
async function readLastSeq(tx: Tx, hold: Hold): Promise<number> {
  const rows = await readRows(
    tx,
    z.object({ seq: z.int() }),
    sql`
      select coalesce(max(seq), 0) as seq from machine_logs
      where machine_id = ${hold.machineId} and epoch = ${hold.epoch}
    `,
  );
  return rows[0]?.seq ?? 0;
}

async function insertChunks(tx: Tx, hold: Hold, kept: Logs['chunks']): Promise<void> {
  await tx.execute(sql`
    insert into machine_logs (machine_id, epoch, seq, at, source, text)
    select ${hold.machineId}::uuid, ${hold.epoch}::integer, seq, at, source, text
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb)
      as chunk (seq integer, at timestamptz, source text, text text)
  `);
}

/** Postgres text cannot hold NUL, nor JSON halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
