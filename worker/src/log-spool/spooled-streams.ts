import type { DatabaseSync } from 'node:sqlite';
import { LogSource } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import { z } from 'zod';
import { dropMiddle } from './drop-middle.ts';

export type SpooledChunk = Logs['chunks'][number];

const ChunkRow = z.object({ seq: z.int(), at: z.string(), source: LogSource, text: z.string() });
const StreamRow = z.object({ machine_id: z.string(), epoch: z.int() });
const StateRow = z.object({ last_seq: z.int(), acked_seq: z.int(), capped: z.int() });

/** Unacknowledged bytes on the way at once, a stream; the rest waits without a number. */
const windowBytes = 256 * 1024;

/** The spool's operations, by stream (machine and epoch). All are synchronous and survive a kill; on a full disk they throw. */
export type SpooledStreams = {
  append: (stream: MachineEpoch, chunk: Omit<SpooledChunk, 'seq'>) => void;
  /**
   * Gives numbers to the next unsent chunks while the window has room, and returns them. None while an earlier hold of the same machine
   * has chunks: pages read on from (epoch, number), and would miss what comes before that.
   */
  takeNext: (stream: MachineEpoch) => SpooledChunk[];
  /** Sent before, not acknowledged. */
  unacknowledged: (stream: MachineEpoch) => SpooledChunk[];
  acknowledge: (stream: MachineEpoch, seq: number, capped: boolean) => void;
  /** Streams that still hold chunks, of each machine the earliest first. */
  waiting: () => MachineEpoch[];
};

export function createSpooledStreams(database: DatabaseSync, maxBytesPerMachine: number): SpooledStreams {
  const ensure = database.prepare(
    `insert into streams (machine_id, epoch, used_at) values (?, ?, ?)
     on conflict (machine_id, epoch) do update set used_at = excluded.used_at`,
  );
  // A kill may come between giving chunks their numbers and noting the last one: a number given twice loses a chunk.
  const state = database.prepare(
    `select acked_seq, capped, max(last_seq, (
       select coalesce(max(seq), 0) from chunks
       where chunks.machine_id = streams.machine_id and chunks.epoch = streams.epoch
     )) as last_seq
     from streams where machine_id = ? and epoch = ?`,
  );
  const insert = database.prepare(
    `insert into chunks (machine_id, epoch, at, source, text, bytes) values (?, ?, ?, ?, ?, ?)`,
  );
  const take = database.prepare(
    `with earlier as (
       select id from chunks where machine_id = ?1 and epoch < ?2 limit 1
     ), room as (
       select ?4 - coalesce(sum(bytes), 0) as bytes from chunks
       where machine_id = ?1 and epoch = ?2 and seq is not null
     ), next as (
       select id, sum(bytes) over (order by id) - bytes as before, row_number() over (order by id) as n
       from chunks where machine_id = ?1 and epoch = ?2 and seq is null order by id limit 500
     )
     update chunks set seq = ?3 + next.n from next, room
     where chunks.id = next.id and next.before < room.bytes and not exists (select id from earlier)
     returning chunks.seq, chunks.at, chunks.source, chunks.text`,
  );
  const setLast = database.prepare(
    `update streams set last_seq = max(last_seq, ?3) where machine_id = ?1 and epoch = ?2`,
  );
  const sent = database.prepare(
    `select seq, at, source, text from chunks
     where machine_id = ? and epoch = ? and seq is not null order by seq`,
  );
  const setAcked = database.prepare(
    `update streams set acked_seq = max(acked_seq, ?3), last_seq = max(last_seq, ?3), capped = max(capped, ?4)
     where machine_id = ?1 and epoch = ?2`,
  );
  const removeAcked = database.prepare(
    `delete from chunks where machine_id = ?1 and epoch = ?2 and (seq <= ?3 or ?4 = 1)`,
  );
  const waiting = database.prepare(
    `select distinct machine_id, epoch from chunks order by machine_id, epoch`,
  );

  return {
    append({ machineId, epoch }, { at, source, text }) {
      ensure.run(machineId, epoch, Date.now());
      const { capped } = StateRow.parse(state.get(machineId, epoch));
      if (capped === 1) return;
      const bytes = Buffer.byteLength(text);
      // First, so that what throws has stored nothing.
      dropMiddle(database, { machineId, epoch }, maxBytesPerMachine - bytes);
      insert.run(machineId, epoch, at, source, text, bytes);
    },
    takeNext({ machineId, epoch }) {
      const row = state.get(machineId, epoch);
      if (row === undefined) return [];
      const rows = take.all(machineId, epoch, StateRow.parse(row).last_seq, windowBytes);
      const chunks = z.array(ChunkRow).parse(rows);
      const last = Math.max(0, ...chunks.map(({ seq }) => seq));
      setLast.run(machineId, epoch, last);
      return chunks.sort((a, b) => a.seq - b.seq);
    },
    unacknowledged: ({ machineId, epoch }) => z.array(ChunkRow).parse(sent.all(machineId, epoch)),
    acknowledge({ machineId, epoch }, seq, capped) {
      const flag = capped ? 1 : 0;
      setAcked.run(machineId, epoch, seq, flag);
      removeAcked.run(machineId, epoch, seq, flag);
    },
    waiting: () =>
      z
        .array(StreamRow)
        .parse(waiting.all())
        .map((row) => ({ machineId: row.machine_id, epoch: row.epoch })),
  };
}
