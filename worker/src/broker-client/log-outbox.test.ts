import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogSpool } from '../log-spool/open-log-spool.ts';
import { createSecretRegistry } from '../masking/secret-registry.ts';
import { createLogOutbox } from './log-outbox.ts';

const stream = { machineId: '0b0e1a52-9d2f-4b77-8c0e-0f6f4f1f0001', epoch: 1 };
let dataDir: string;
let database: DatabaseSync;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'coinslot-spool-'));
  database = openLogSpool(dataDir);
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true });
});

test('what was not acknowledged goes out again after a kill, with the same numbers and without a gap', () => {
  const first = createLogOutbox(database, createSecretRegistry());
  const sent: Logs[] = [];
  first.resume((logs) => sent.push(logs));
  writeLines(first, ['one\n', 'two\n']);
  first.pause();
  writeLines(first, ['three\n']);
  database.close();
  database = openLogSpool(dataDir);

  const second = createLogOutbox(database, createSecretRegistry());
  const again: Logs[] = [];
  second.resume((logs) => again.push(logs));
  writeLines(second, ['four\n']);
  expect(chunksOf(sent)).toEqual([
    [1, 'one\n'],
    [2, 'two\n'],
  ]);
  expect(chunksOf(again)).toEqual([
    [1, 'one\n'],
    [2, 'two\n'],
    [3, 'three\n'],
    [4, 'four\n'],
  ]);

  second.acknowledge({ type: 'logs_ack', ...stream, seq: 4, capped: false });
  const nothing: Logs[] = [];
  second.resume((logs) => nothing.push(logs));
  expect(nothing).toEqual([]);
});

test('beyond the limit the middle is dropped, with one marker and contiguous numbers', () => {
  const outbox = createLogOutbox(database, createSecretRegistry(), { maxSpooledBytes: 100_000 });
  const line = `${'x'.repeat(999)}\n`;
  writeLines(
    outbox,
    Array.from({ length: 400 }, (_, n) => `${n} ${line}`),
  );
  const sent: Logs[] = [];
  outbox.resume((logs) => sent.push(logs));
  const chunks = chunksOf(sent);
  const text = chunks.map(([, part]) => part).join('');
  expect(text.length).toBeLessThan(110_000);
  expect(text.match(/bytes of the log were dropped/g)).toHaveLength(1);
  expect(text).toMatch(/^0 x/);
  expect(text).toContain('399 x');
  expect(chunks.map(([seq]) => seq)).toEqual(chunks.map((_, n) => n + 1));
});

test('at the cap nothing more is kept or sent', () => {
  const outbox = createLogOutbox(database, createSecretRegistry());
  const sent: Logs[] = [];
  outbox.resume((logs) => sent.push(logs));
  writeLines(outbox, ['one\n']);
  outbox.acknowledge({ type: 'logs_ack', ...stream, seq: 1, capped: true });
  writeLines(outbox, ['two\n']);
  expect(chunksOf(sent)).toEqual([[1, 'one\n']]);
});

/** Each line as a chunk of its own. */
function writeLines(outbox: ReturnType<typeof createLogOutbox>, lines: string[]): void {
  for (const line of lines) {
    const log = outbox.open(stream);
    log.write('worker', line);
    log.end();
  }
}

function chunksOf(sent: Logs[]): [number, string][] {
  return sent.flatMap(({ chunks }) => chunks.map(({ seq, text }): [number, string] => [seq, text]));
}
