import type { Db } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { readStreamHolders, type StreamHolder } from './read-stream-holder.ts';

/** Throws `not_found` when there is no such machine, and `unavailable` while this broker stops. */
export async function requireHolder(db: Db, machineId: string, isClosing = false): Promise<StreamHolder> {
  if (isClosing) throw fail('unavailable', { retryAfterSeconds: 5 });
  const [holder] = await readStreamHolders(db, [machineId]);
  if (!holder) throw fail('not_found');
  return holder;
}

/** The same for a member's own machine: another's does not exist. */
export async function requireOwnHolder(
  db: Db,
  ownerId: string,
  machineId: string,
  isClosing = false,
): Promise<StreamHolder> {
  const holder = await requireHolder(db, machineId, isClosing);
  if (holder.ownerId !== ownerId) throw fail('not_found');
  return holder;
}
