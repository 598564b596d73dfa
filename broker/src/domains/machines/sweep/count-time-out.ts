import { MachinePurpose } from '@coinslot/shared/states/machine.ts';
import { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { countedFailures, countLabFailure } from '../../labs/index.ts';

/**
 * A machine was not ready in time. When something failed for its last holder that speaks against the lab, it is counted like any such
 * failure: a lab that is slow for the whole of the time must not be sold on because no worker came to give it up. What a holder gave up
 * was counted then, and what passed without a failure (a lost worker, no place) speaks against nobody.
 */
export async function countTimeOut(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'log' | 'metrics'>,
  machineId: string,
): Promise<void> {
  const [found] = await readRows(
    tx,
    TimedOut,
    sql`
      select m.lab_id as "labId", m.purpose, t.failure, l.seat_id as "seatId"
      from machines m join leases l on l.machine_id = m.id and l.epoch = m.epoch
        join machine_steps t on t.machine_id = m.id and t.epoch = m.epoch and t.state = 'failed' and t.failure is not null
      -- Giving up and losing a worker begin a new try, which has no step yet.
      where m.id = ${machineId} and m.attempt <= (select max(n.attempt) from machine_steps n where n.machine_id = m.id)
      order by t.attempt desc, t.finished_at desc limit 1
    `,
  );
  if (found === undefined || !countedFailures.has(found.failure)) return;
  const { labId, seatId, failure, purpose } = found;
  await countLabFailure(tx, ctx, { labId, seatId, failure, byCanary: purpose === 'canary' });
}

const TimedOut = z.object({
  labId: z.uuid(),
  seatId: z.uuid(),
  purpose: MachinePurpose,
  failure: ProvisionFailure,
});
