import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A stream that nobody wrote to for so long is forgotten, also when its end was never acknowledged. */
const keepUnusedMs = 7 * 24 * 3_600_000;

/**
 * Opens the spool: log chunks wait here until the broker has them, also over a kill of this process.
 * A chunk has no `seq` until it is first sent, so that unsent ones may still be dropped without leaving a gap.
 */
export function openLogSpool(dataDir: string): DatabaseSync {
  const path = join(dataDir, 'log-spool.sqlite');
  const database = new DatabaseSync(path);
  chmodSync(path, 0o600);
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = normal;
    create table if not exists streams (
      machine_id text not null,
      epoch integer not null,
      last_seq integer not null default 0,
      acked_seq integer not null default 0,
      capped integer not null default 0,
      used_at integer not null,
      primary key (machine_id, epoch)
    ) strict;
    create table if not exists chunks (
      id integer primary key autoincrement,
      machine_id text not null,
      epoch integer not null,
      seq integer,
      at text not null,
      source text not null,
      text text not null,
      bytes integer not null,
      dropped_bytes integer not null default 0
    ) strict;
    create index if not exists chunks_by_stream on chunks (machine_id, epoch, id);
  `);
  const unusedSince = Date.now() - keepUnusedMs;
  database
    .prepare(
      `delete from chunks where exists (
         select 1 from streams
         where streams.machine_id = chunks.machine_id and streams.epoch = chunks.epoch and streams.used_at < ?)`,
    )
    .run(unusedSince);
  database.prepare(`delete from streams where used_at < ?`).run(unusedSince);
  return database;
}
