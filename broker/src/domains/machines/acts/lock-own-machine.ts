import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type LockedMachine, lockMachine } from '../life/lock-machine.ts';

/** Locks the caller's own machine; another member's does not exist for them. */
export async function lockOwnMachine(
  tx: Tx,
  act: { memberId: string; machineId: string },
): Promise<LockedMachine> {
  const machine = await lockMachine(tx, act.machineId);
  if (!machine || machine.ownerId !== act.memberId) throw fail('not_found');
  return machine;
}
