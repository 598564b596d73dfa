import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { countLostLeases, grantLease, releaseLease } from '../leases/index.ts';
import { endMachine, raiseEpoch } from '../machines/index.ts';

/**
 * A worker came back as a new process: what the old one held is given to it again under a higher epoch, so that nothing
 * the old process still says counts. A machine that lost its worker too often while being prepared is ended instead.
 * The caller has locked the machines and written the new `boot_id`.
 */
export async function restartLeases(
  tx: Tx,
  ctx: BrokerContext,
  worker: { workerId: string; bootId: string },
): Promise<void> {
  const held = await readRows(
    tx,
    HeldMachine,
    sql`
      select l.machine_id, l.seat_id, m.state from leases l join machines m on m.id = l.machine_id
      where l.worker_id = ${worker.workerId} and l.released_at is null order by l.machine_id
    `,
  );
  // At most as many rounds as the worker has slots.
  for (const { machine_id: machineId, seat_id: seatId, state } of held) {
    await releaseLease(tx, ctx, { machineId, reason: 'worker_restarted' });
    const isBeingPrepared = state === 'assigned' || state === 'provisioning';
    if (
      isBeingPrepared &&
      (await countLostLeases(tx, machineId)) > ctx.config.machines.workerLostRetriesMax
    ) {
      await endMachine(tx, ctx, machineId, { reason: 'worker_lost', actor: 'system' });
      continue;
    }
    const epoch = await raiseEpoch(tx, ctx, { machineId, workerVanished: true });
    const claim = { machineId, workerId: worker.workerId, seatId, epoch, bootId: worker.bootId };
    await grantLease(tx, ctx, claim, { isAgain: true });
  }
}

const HeldMachine = z.object({ machine_id: z.uuid(), seat_id: z.uuid(), state: z.string() });
