import { type LogChunk, LogSource } from '@coinslot/shared/live-events/log-line.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** A place in a machine's log: everything up to (epoch, seq) was read. */
export interface LogPosition {
  epoch: number;
  seq: number;
}

/** Chunks after a place, in order, until about `maxBytes` of text (at least one chunk when there is any). */
export async function readLogs(
  db: Db,
  machineId: string,
  after: LogPosition,
  maxBytes: number,
): Promise<LogChunk[]> {
  const rows = await readRows(
    db,
    LogRow,
    sql`
      select epoch, seq, at, source, text from (
        select epoch, seq, at, source, text,
          sum(octet_length(text)) over (order by epoch, seq) - octet_length(text) as bytes_before
        from (
          select epoch, seq, at, source, text from machine_logs
          where machine_id = ${machineId} and (epoch, seq) > (${after.epoch}, ${after.seq})
          order by epoch, seq
          limit ${maxChunks}
        ) following
      ) counted
      where bytes_before < ${maxBytes}
      order by epoch, seq
    `,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Writes a place as `epoch.seq`. */
export function formatLogPosition({ epoch, seq }: LogPosition): string {
  return `${epoch}.${seq}`;
}

/** Reads `epoch.seq`; anything else is the beginning. */
export function parseLogPosition(text: string | undefined): LogPosition {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(text ?? '');
  return { epoch: Number(match?.[1] ?? 0), seq: Number(match?.[2] ?? 0) };
}

const maxChunks = 5_000;

const LogRow = z.object({
  epoch: z.int(),
  seq: z.int(),
  at: PgTimestamp,
  source: LogSource,
  text: z.string(),
});
