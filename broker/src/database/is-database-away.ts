import { sqlStateOf } from './db.ts';

/**
 * Whether an error says that Postgres could not be reached, or went away in the middle: nothing is wrong with what was asked, and it
 * may be asked again.
 */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlStateOf(error);
  // Class 08 = connection, 57P0x = the server is going down or starting, 53300 = too many connections.
  if (state !== undefined) return /^(08|57P0|53300)/.test(state);
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && (at.code === 'ECONNREFUSED' || at.code === 'ECONNRESET')) return true;
    if (/timeout exceeded when trying to connect|Connection terminated/.test(at.message)) return true;
  }
  return false;
}
