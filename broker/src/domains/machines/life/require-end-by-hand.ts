import type { Tx } from '../../../database/db.ts';
import type { AdminAct } from '../../audit/index.ts';
import { requireRankAbove } from '../../roles/index.ts';
import type { LockedMachine } from './lock-machine.ts';

/**
 * Whether the actor may end this machine for its owner. Such an end gives the unused time back, rounded up and whatever the product
 * says: it is coins, and follows the ranks as coins do. One that is over already has nothing to be judged.
 *
 * @throws rank_too_low
 */
export async function requireEndByHand(
  tx: Tx,
  act: AdminAct,
  { endReason, ownerId }: Pick<LockedMachine, 'endReason' | 'ownerId'>,
): Promise<void> {
  if (act.actor.id === null || endReason !== null || ownerId === null) return;
  await requireRankAbove(tx, act, ownerId);
}
