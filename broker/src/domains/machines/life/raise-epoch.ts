import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { tellChanged } from './append-event.ts';
import { lockMachine } from './lock-machine.ts';

/**
 * A new claim that leaves the machine's state as it is: the same worker with a new process, the adoption of a `ready` machine,
 * or a lease only to end what the lab still runs. When the former holder vanished in the middle of preparing, what the lab runs
 * is `unknown` until the next holder looked, and that is a new try.
 *
 * @returns the new epoch
 */
export async function raiseEpoch(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  claim: { machineId: string; workerVanished: boolean },
): Promise<number> {
  const machine = await lockMachine(tx, claim.machineId);
  if (!machine) throw new Error(`there is no machine ${claim.machineId}`);
  const preparing = machine.state === 'assigned' || machine.state === 'provisioning';
  if (claim.workerVanished && machine.state !== 'ready') await markLabSessionUnknown(tx, machine.id);
  const isNewTry = claim.workerVanished && preparing && machine.openLabSession !== null;
  const rows = await readRows(
    tx,
    z.object({ epoch: z.int() }),
    sql`
      update machines set epoch = epoch + 1, attempt = attempt + ${isNewTry ? 1 : 0}
      where id = ${machine.id}
      returning epoch
    `,
  );
  tellChanged(tx, ctx, machine.id);
  return rows[0]?.epoch ?? machine.epoch + 1;
}

/** Nobody knows any more what the lab runs for this machine; the next holder looks before it starts anything. */
export async function markLabSessionUnknown(tx: Tx, machineId: string): Promise<void> {
  await tx.execute(sql`
    update lab_sessions set state = 'unknown' where machine_id = ${machineId} and state not in ('ended', 'unknown')
  `);
}
