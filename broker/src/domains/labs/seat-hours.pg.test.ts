import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const day = { mon: 0, tue: 1440, wed: 2880, sat: 7200, sun: 8640 };
const at = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Until when a seat with these hours is open that is asked at `now`; null = closed then. */
async function openUntil(hours: string, zone: string, now: string): Promise<string | null> {
  const rows = await readRows(
    database.db,
    z.object({ until: z.union([z.literal('infinity'), PgTimestamp]).nullable() }),
    sql`select open_until(${hours}::int4multirange, ${zone}, ${now}::timestamptz) as until`,
  );
  const until = rows[0]?.until ?? null;
  return until instanceof Date ? until.toISOString() : until;
}

/** Every day from one time of the clock to another. */
function daily(from: string, to: string): string {
  const days = [0, 1, 2, 3, 4, 5, 6].map((n) => `[${n * 1440 + at(from)},${n * 1440 + at(to)})`);
  return `{${days.join(',')}}`;
}

describe('a seat’s hours', () => {
  test('no hours, and the whole week, never end', async () => {
    expect(await openUntil('{}', 'Europe/Berlin', '2026-03-28T10:00:00Z')).toBe('infinity');
    expect(await openUntil('{[0,10080)}', 'Europe/Berlin', '2026-03-28T10:00:00Z')).toBe('infinity');
  });

  test('they are of the seat’s own zone', async () => {
    const office = daily('09:00', '17:00');
    const now = '2026-06-10T07:30:20Z';
    expect(await openUntil(office, 'UTC', now)).toBeNull();
    expect(await openUntil(office, 'Europe/Berlin', now)).toBe('2026-06-10T15:00:00.000Z');
    expect(await openUntil(office, 'America/New_York', now)).toBeNull();
    expect(await openUntil(office, 'Asia/Kolkata', now)).toBe('2026-06-10T11:30:00.000Z');
    expect(await openUntil(office, 'Australia/Lord_Howe', now)).toBeNull();
  });

  test('the first minute is in, the last is out', async () => {
    const office = daily('09:00', '17:00');
    expect(await openUntil(office, 'UTC', '2026-06-10T09:00:00Z')).toBe('2026-06-10T17:00:00.000Z');
    expect(await openUntil(office, 'UTC', '2026-06-10T16:59:59Z')).toBe('2026-06-10T17:00:00.000Z');
    expect(await openUntil(office, 'UTC', '2026-06-10T17:00:00Z')).toBeNull();
  });

  test('windows that touch are one, over midnight and over the end of the week too', async () => {
    const night = `{[${day.sun + at('22:00')},10080),[0,${at('06:00')})}`;
    expect(await openUntil(night, 'UTC', '2026-06-14T23:00:00Z')).toBe('2026-06-15T06:00:00.000Z');
    const both = `{[${day.tue + at('20:00')},${day.wed}),[${day.wed},${day.wed + at('02:00')})}`;
    expect(await openUntil(both, 'UTC', '2026-06-09T20:00:00Z')).toBe('2026-06-10T02:00:00.000Z');
  });

  test('on the day the clocks go forward a window over the gap is an hour shorter', async () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    const hours = `{[${day.sun + at('01:00')},${day.sun + at('05:00')})}`;
    expect(await openUntil(hours, 'Europe/Berlin', '2026-03-29T00:30:00Z')).toBe('2026-03-29T03:00:00.000Z');
    const gap = `{[${day.sun + at('01:00')},${day.sun + at('02:30')})}`;
    expect(await openUntil(gap, 'Europe/Berlin', '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  test('on the day the clocks go back the wall clock’s hour is open both times, and closed between', async () => {
    // Berlin, 25 October 2026: 03:00 becomes 02:00.
    const whole = `{[${day.sun + at('01:00')},${day.sun + at('05:00')})}`;
    expect(await openUntil(whole, 'Europe/Berlin', '2026-10-24T23:00:00Z')).toBe('2026-10-25T04:00:00.000Z');
    const half = `{[${day.sun + at('02:30')},${day.sun + at('05:00')})}`;
    expect(await openUntil(half, 'Europe/Berlin', '2026-10-25T00:40:00Z')).toBe('2026-10-25T01:00:00.000Z');
    expect(await openUntil(half, 'Europe/Berlin', '2026-10-25T01:10:00Z')).toBeNull();
    expect(await openUntil(half, 'Europe/Berlin', '2026-10-25T01:40:00Z')).toBe('2026-10-25T04:00:00.000Z');
  });

  test('a closed hour that the clocks skipped this week is closed the next', async () => {
    const but = `{[0,${day.sun + at('02:00')}),[${day.sun + at('03:00')},10080)}`;
    expect(await openUntil(but, 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-04-05T00:00:00.000Z');
  });

  test('a zone whose clocks change by half an hour', async () => {
    // Lord Howe, 4 October 2026: 02:00 becomes 02:30.
    const hours = `{[${day.sun + at('01:00')},${day.sun + at('04:00')})}`;
    expect(await openUntil(hours, 'Australia/Lord_Howe', '2026-10-03T14:45:00Z')).toBe(
      '2026-10-03T17:00:00.000Z',
    );
  });
});
