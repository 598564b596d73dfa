import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { lockOwnMachine } from '../acts/lock-own-machine.ts';
import { explainNotExtendable } from './explain-not-extendable.ts';
import { placeExtension } from './place-extension.ts';

/**
 * The owner buys more time for a ready machine. The coins are held until the lab gave the time.
 *
 * @throws not_found, machine_not_extendable (the detail says why), insufficient_coins, wallet_owes
 */
export async function extendMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  act: { memberId: string; machineId: string },
): Promise<void> {
  const machine = await lockOwnMachine(tx, act);
  const why = await explainNotExtendable(tx, ctx, machine);
  if (why !== null) throw fail('machine_not_extendable', { detail: why.sentence });
  await placeExtension(tx, ctx, machine, {
    ownerId: act.memberId,
    automatic: false,
    actor: `member:${act.memberId}`,
  });
}
