import type { SeatDraft } from '@coinslot/shared/http/admin-seats.ts';
import { sql } from 'drizzle-orm';
import { sqlStateOf, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { findOverlap } from './seat-windows.ts';

const invalidParameterValue = '22023';

/** Refuses hours that overlap, and a time zone that this database does not know: every claim asks it for the wall clock. */
export async function checkSeatTerms(
  tx: Tx,
  { hours, timeZone }: Pick<SeatDraft, 'hours' | 'timeZone'>,
): Promise<void> {
  const overlap = findOverlap(hours);
  if (overlap !== -1) {
    throw fail('invalid_request', {
      fields: { [`/hours/${overlap}`]: 'overlaps another window of that day' },
    });
  }
  try {
    await tx.execute(sql`select now() at time zone ${timeZone}`);
  } catch (error) {
    if (sqlStateOf(error) !== invalidParameterValue) throw error;
    throw fail('invalid_request', {
      fields: { '/timeZone': 'is a time zone that the database does not know' },
    });
  }
}
