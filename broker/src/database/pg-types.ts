import pg from 'pg';
import { z } from 'zod';

// int8 would arrive as text. Coins and counters stay far below 2^53; one that does not is an error, never a rounded number.
pg.types.setTypeParser(pg.types.builtins.INT8, parseSafeInteger);

/** A timestamptz in a raw row (drizzle leaves them as text such as `2026-11-21 12:05:16.18+00`). */
export const PgTimestamp = z.union([z.string(), z.date()]).transform((value, context) => {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) {
    context.addIssue({ code: 'custom', message: 'is not a timestamp' });
    return z.NEVER;
  }
  return at;
});

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new Error(`the integer ${text} from the database is too large to be counted exactly`);
  }
  return value;
}
