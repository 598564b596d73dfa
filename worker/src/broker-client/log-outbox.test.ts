import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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

test('a kill between giving a number and noting it does not give the number twice', () => {
  const outbox = createLogOutbox(database, createSecretRegistry());
  const sent: Logs[] = [];
  outbox.resume((logs) => sent.push(logs));
  writeLines(outbox, ['one\n', 'two\n']);
  database.exec('update streams set last_seq = 1');
  writeLines(outbox, ['three\n']);
  expect(chunksOf(sent).map(([seq]) => seq)).toEqual([1, 2, 3]);
});

test('a later hold of the same machine waits until the lines of the earlier one are stored', () => {
  const outbox = createLogOutbox(database, createSecretRegistry());
  writeLines(outbox, [`${'x'.repeat(60_000)}\n`, ...Array.from({ length: 5 }, () => 'y'.repeat(60_000))]);
  writeLines(outbox, ['later\n'], { ...stream, epoch: 2 });
  const sent: Logs[] = [];
  outbox.resume((logs) => sent.push(logs));
  expect(sent.map(({ epoch }) => epoch)).not.toContain(2);
  for (let seq = 5; seq <= 6; seq += 1)
    outbox.acknowledge({ type: 'logs_ack', ...stream, seq, capped: false });
  const epochs = sent.map(({ epoch }) => epoch);
  expect(epochs.toSorted((a, b) => a - b)).toEqual(epochs);
  expect(sent.at(-1)).toMatchObject({ epoch: 2, chunks: [{ seq: 1, text: 'later\n' }] });
});

test('on a full disk lines are lost and counted, nothing throws, and what comes after says how much is missing', () => {
  vi.useFakeTimers();
  const troubles: unknown[] = [];
  const outbox = createLogOutbox(database, createSecretRegistry(), {
    onTrouble: (error) => troubles.push(error),
  });
  const sent: Logs[] = [];
  outbox.resume((logs) => sent.push(logs));
  writeLines(outbox, ['before\n']);
  database.exec('pragma max_page_count = 1');
  const line = `${'x'.repeat(60_000)}\n`;
  writeLines(
    outbox,
    Array.from({ length: 10 }, () => line),
  );
  outbox.acknowledge({ type: 'logs_ack', ...stream, seq: 1, capped: false });
  expect(troubles).toHaveLength(1);
  database.exec('pragma max_page_count = 100000');
  vi.advanceTimersByTime(6_000);
  writeLines(outbox, ['after\n']);
  const text = chunksOf(sent)
    .map(([, part]) => part)
    .join('');
  const kept = text.split(line).length - 1;
  const missing = `[${(10 - kept) * line.length} bytes of the log were dropped here: the worker's disk is full]\n`;
  expect(text.replaceAll(line, '')).toBe(`before\n${missing}after\n`);
  vi.useRealTimers();
});

test('one line of a megabyte, NUL bytes, escape sequences and torn characters arrive as they were', () => {
  const outbox = createLogOutbox(database, createSecretRegistry());
  const sent: Logs[] = [];
  outbox.resume((logs) => {
    sent.push(logs);
    for (const { seq } of logs.chunks)
      queueMicrotask(() => outbox.acknowledge({ type: 'logs_ack', ...stream, seq, capped: false }));
  });
  const odd = `\0\u001b[31mred\u001b[0m\r\n${'\u{1F680}'.repeat(262_000)}x`;
  writeLines(outbox, [odd]);
  return vi.waitFor(() => {
    const bySeq = new Map(chunksOf(sent));
    expect([...bySeq.values()].join('') === odd).toBe(true);
    for (const { chunks } of sent) for (const { text } of chunks) expect(text.isWellFormed()).toBe(true);
  });
});

/** Each line as a chunk of its own. */
function writeLines(outbox: ReturnType<typeof createLogOutbox>, lines: string[], to = stream): void {
  for (const line of lines) {
    const log = outbox.open(to);
    log.write('worker', line);
    log.end();
  }
}

function chunksOf(sent: Logs[]): [number, string][] {
  return sent.flatMap(({ chunks }) => chunks.map(({ seq, text }): [number, string] => [seq, text]));
}
