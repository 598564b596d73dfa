import { type SQL, sql } from 'drizzle-orm';

/** A number of milliseconds of the configuration as an interval. */
export function interval(ms: number): SQL {
  return sql`(${ms}::float8 * interval '1 millisecond')`;
}
