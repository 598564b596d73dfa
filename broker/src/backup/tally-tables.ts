import { createHash, type Hash } from 'node:crypto';
import type { BackupContents, BackupHead } from './backup-contents.ts';

type Tally = Map<string, { hash: Hash; rows: number; bytes: number }>;

const newLine = 0x0a;

/** Counts what is read of each table. In COPY's text a line is a row: line breaks within values are escaped. */
export function createTableTally() {
  const tables: Tally = new Map();
  return {
    add(table: string, bytes: Buffer): void {
      const known = tables.get(table) ?? { hash: createHash('sha256'), rows: 0, bytes: 0 };
      tables.set(table, known);
      known.hash.update(bytes);
      known.bytes += bytes.length;
      for (let at = bytes.indexOf(newLine); at !== -1; at = bytes.indexOf(newLine, at + 1)) known.rows += 1;
    },
    finish: (): BackupContents['tables'] =>
      [...tables].map(([name, { hash, rows, bytes }]) => ({ name, rows, bytes, sha256: hash.digest('hex') })),
  };
}

/** @throws when a table that the head promises is missing, or is another than the contents say */
export function checkContents(
  head: BackupHead,
  contents: BackupContents,
  read: BackupContents['tables'],
): void {
  const found = new Map(read.map((table) => [table.name, table]));
  for (const told of contents.tables) {
    const table = found.get(told.name);
    const same =
      table === undefined ? told.rows === 0 : table.sha256 === told.sha256 && table.rows === told.rows;
    if (!same) throw new Error(`the table ${told.name} is not what was written`);
  }
  const promised = head.tables.filter(({ name }) => !head.leftOut.includes(name));
  const told = new Set(contents.tables.map(({ name }) => name));
  if (promised.length !== told.size || !promised.every(({ name }) => told.has(name)))
    throw new Error('it does not hold the tables that it promises');
}
