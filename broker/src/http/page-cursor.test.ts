import { expect, test } from 'vitest';
import { z } from 'zod';
import { CursorTime, readCursor } from './page-cursor.ts';

const Cursor = z.object({ at: CursorTime });
const write = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each(['2026-11-21 19:51:06.123456+00', '2026-11-21 19:51:06+00', '2024-02-29 00:00:00.5+00'])(
  'a time as Postgres writes it is one: %s',
  (at) => expect(readCursor(Cursor, write({ at }))).toEqual({ at }),
);

test.each([
  'x',
  '',
  'now',
  'infinity',
  '2026-02-30 00:00:00+00',
  '2026-13-01 00:00:00+00',
  '0000-01-01 00:00:00+00',
  '2026-01-01 25:00:00+00',
  '2026-01-01 00:00:00+99',
  '2026-01-01 00:00:00+00; drop table users',
])('a made-up one is refused before the database reads it: %s', (at) => {
  expect(() => readCursor(Cursor, write({ at }))).toThrow();
});
