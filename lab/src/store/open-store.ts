import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Store = DatabaseSync;

const schema = `
  create table if not exists accounts (
    id integer primary key,
    username text not null unique,
    password_salt text not null,
    password_hash text not null,
    max_machines integer not null
  );
  create table if not exists machines (
    id text primary key,
    account_id integer not null references accounts (id) on delete cascade,
    name text not null unique,
    label text not null,
    template text not null,
    minutes integer not null,
    state text not null check (state in ('starting', 'running', 'ending', 'ended', 'failed')),
    reason text,
    steps text not null default '{}',
    details text,
    init_pid integer,
    init_started_ticks text,
    cgroups text not null default '[]',
    created_at integer not null,
    listed_at integer not null,
    started_at integer,
    ends_at integer,
    ended_at integer
  );
  create index if not exists machines_by_account on machines (account_id, created_at);
`;

/** Opens the lab's own store in its data folder (made with mode 0700). Several processes may. */
export function openStore(dataDir: string): Store {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'lab.sqlite');
  const store = new DatabaseSync(path);
  chmodSync(path, 0o600); // it holds the running machines' passwords
  store.exec('pragma journal_mode = wal; pragma busy_timeout = 5000; pragma foreign_keys = on;');
  store.exec(schema);
  return store;
}

/**
 * Takes the data folder for one lab process, until `close()` or the process's death.
 * @throws Error when another lab runs on it.
 */
export function lockDataDir(dataDir: string): DatabaseSync {
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'));
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch {
    lock.close();
    throw new Error(`Another lab is running on ${dataDir}. Stop it, or set LAB_DATA_DIR to another folder.`);
  }
}
