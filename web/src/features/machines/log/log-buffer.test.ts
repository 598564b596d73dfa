import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import { expect, test } from 'vitest';
import { createLogBuffer } from './log-buffer.ts';

function chunk(seq: number, text: string, more: Partial<LogChunk> = {}): LogChunk {
  return { epoch: 1, seq, at: '2026-01-01T00:00:00.000Z', source: 'machine', text, ...more };
}

function texts(chunks: LogChunk[]): string[] {
  const buffer = createLogBuffer();
  for (const each of chunks) buffer.append([each]);
  return buffer.lines().map((line) => line.text);
}

test('lines are joined across chunks and split within them', () => {
  expect(texts([chunk(1, 'one\ntw'), chunk(2, 'o\n\nthree\n')])).toEqual(['one', 'two', '', 'three']);
});

test('worker and machine each go on in their own line', () => {
  expect(
    texts([chunk(1, 'half '), chunk(2, 'worker says\n', { source: 'worker' }), chunk(3, 'a line\n')]),
  ).toEqual(['half a line', 'worker says']);
});

test('a chunk that comes again is dropped, and a later epoch starts over', () => {
  const again = [
    chunk(1, 'a\n'),
    chunk(2, 'b\n'),
    chunk(1, 'a\n'),
    chunk(2, 'b\n'),
    chunk(1, 'c\n', { epoch: 2 }),
  ];
  expect(texts(again)).toEqual(['a', 'b', 'c']);
});

test('a carriage return writes the line again', () => {
  expect(texts([chunk(1, '10 %\r'), chunk(2, '90 %\r'), chunk(3, 'done\n')])).toEqual(['done']);
  expect(texts([chunk(1, 'windows\r\nlines\r\n')])[1]).toBe('lines\r');
});

test('an endless line is broken', () => {
  const lines = texts([chunk(1, 'x'.repeat(9000)), chunk(2, 'y\n')]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(4000);
  expect(lines.join('')).toBe(`${'x'.repeat(9000)}y`);
});

test('listeners hear of new lines only, and the array changes with them', () => {
  const buffer = createLogBuffer();
  let heard = 0;
  buffer.subscribe(() => (heard += 1));
  const before = buffer.lines();
  buffer.append([chunk(1, 'a\n')]);
  expect(buffer.lines()).not.toBe(before);
  buffer.append([chunk(1, 'a\n')]);
  expect(heard).toBe(1);
  expect(buffer.position()).toBe('1.1');
});
