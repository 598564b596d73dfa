import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';
import { randomMachineName } from '../machine-name.ts';

export interface CanaryWish {
  labId: string;
  seatId: string;
  poolId: string;
  template: string;
}

/** Long enough for every lab, short enough that a canary whose end was lost is soon gone by itself. */
const canaryMinutes = 5;

/**
 * Queues a machine of nobody's: no coins, no product, no place of its stock. It is brought up to `verify` on the named seat and ended at
 * once. Null when a canary of that seat has not ended yet.
 */
export async function askCanaryMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  { labId, seatId, poolId, template }: CanaryWish,
): Promise<string | null> {
  const { queueDeadlineMs } = ctx.config.machines;
  const [made] = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into machines (
        id, purpose, pool_id, lab_id, named_seat_id, name, template, duration_minutes, price, queue_deadline_at
      ) values (
        ${randomUUID()}, 'canary', ${poolId}, ${labId}, ${seatId}, ${randomMachineName()}, ${template}, ${canaryMinutes}, 0,
        now() + make_interval(secs => ${queueDeadlineMs / 1000})
      )
      on conflict (named_seat_id) where purpose = 'canary' and ended_at is null do nothing
      returning id
    `,
  );
  if (made === undefined) return null;
  await appendEvent(tx, ctx, made.id, { kind: 'requested' });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return made.id;
}
