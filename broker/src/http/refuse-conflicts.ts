import { constraintOf } from '../database/db.ts';
import { fail } from './errors.ts';

/**
 * Runs `act` and answers `name_taken`, with the field named, when one of these unique constraints refused it. The database decides:
 * of two at once one is refused. Whoever holds the transaction rolls it back.
 */
export async function refuseTakenName<Result>(
  taken: { constraint: string; field: `/${string}` },
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (constraintOf(error) !== taken.constraint) throw error;
    throw fail('name_taken', { fields: { [taken.field]: 'is taken already' } });
  }
}

/**
 * Refuses an edit of what somebody else changed since it was read (`edited_meanwhile`), and one of what does not exist
 * (`not_found`). `present` is the row as this transaction has locked it.
 */
export function refuseStale<Row extends { revision: number }>(
  present: Row | undefined,
  asked: { revision: number },
): Row {
  if (present === undefined) throw fail('not_found');
  if (present.revision !== asked.revision) {
    throw fail('edited_meanwhile', { params: { revision: present.revision } });
  }
  return present;
}

/** What still depends on something, as a clause of a sentence: `2 products and 1 worker`. Null when nothing does. */
export function sayDependents(counts: Readonly<Record<string, number>>): string | null {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}${count === 1 ? '' : 's'}`);
  if (parts.length < 2) return parts[0] ?? null;
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
