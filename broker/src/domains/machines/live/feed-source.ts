import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import type { ReadGate } from '../../../live/read-gate.ts';
import { readEvents } from '../life/read-events.ts';
import { type LogPosition, readLogs } from '../logs/read-logs.ts';
import type { ReadView } from './view-reader.ts';

/** A machine as it is, and how long until nothing more is told of it (null: something can still happen). */
export interface MachineView {
  machine: Machine;
  settlesInMs: number | null;
}

/** What a feed reads of its machine. */
export interface FeedSource {
  /** Null when there is no such machine any more. */
  readView(): Promise<MachineView | null>;
  /** The end of its events and its log as committed now. */
  readHead(): Promise<LiveCursor>;
  readEvents(after: number, limit: number): Promise<MachineEvent[]>;
  readLogs(after: LogPosition, maxBytes: number): Promise<LogChunk[]>;
}

/** The source in Postgres. All feeds share the gate, so that pages never take the connections that purchases need. */
export function createFeedSource(
  ctx: Pick<BrokerContext, 'db'>,
  machineId: string,
  shared: { gate: ReadGate; readView: ReadView },
): FeedSource {
  const { gate } = shared;
  return {
    readView: () => shared.readView(machineId),
    readHead: () => gate.run(() => readHead(ctx, machineId)),
    readEvents: (after, limit) => gate.run(() => readEvents(ctx.db, machineId, after, limit)),
    readLogs: (after, maxBytes) => gate.run(() => readLogs(ctx.db, machineId, after, maxBytes)),
  };
}

const HeadRow = z.object({ event: z.int(), logEpoch: z.int(), logSeq: z.int() });

async function readHead({ db }: Pick<BrokerContext, 'db'>, machineId: string): Promise<LiveCursor> {
  const rows = await readRows(
    db,
    HeadRow,
    sql`
      select coalesce((select max(n) from machine_events where machine_id = ${machineId}), 0) as event,
        coalesce(l.epoch, 0) as "logEpoch", coalesce(l.seq, 0) as "logSeq"
      from (values (1)) as one (row)
      left join lateral (
        select epoch, seq from machine_logs where machine_id = ${machineId} order by epoch desc, seq desc limit 1
      ) l on true
    `,
  );
  return rows[0] ?? { event: 0, logEpoch: 0, logSeq: 0 };
}
