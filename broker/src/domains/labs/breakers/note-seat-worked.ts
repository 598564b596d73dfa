import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { tellOperator } from '../../outbox/index.ts';

/**
 * A machine or a canary became ready on this seat: what failed before does not count any more, and breakers that rest are closed. One
 * that waits for an admin stays open.
 */
export async function noteSeatWorked(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'log' | 'metrics'>,
  { labId, seatId }: { labId: string; seatId: string },
): Promise<void> {
  const closedLabs = await readRows(
    tx,
    z.object({ name: z.string() }),
    sql`
      update labs set breaker_opened_at = null, breaker_reason = null, breaker_tries_again_at = null, breaker_trials = 0
      where id = ${labId} and breaker_tries_again_at is not null returning name`,
  );
  const [seat] = await readRows(
    tx,
    z.object({ wasOpen: z.boolean(), seatName: z.string(), labName: z.string() }),
    sql`
      with before as (select id, breaker_opened_at is not null as was_open from seats where id = ${seatId} for no key update)
      update seats s set worked_at = now(), breaker_opened_at = null, breaker_reason = null, breaker_tries_again_at = null,
        breaker_trials = 0
      from before where s.id = before.id
      returning before.was_open as "wasOpen", s.username as "seatName", (select l.name from labs l where l.id = s.lab_id) as "labName"
    `,
  );
  const [lab] = closedLabs;
  if (lab !== undefined) await tellOperator(tx, ctx, 'lab_reopened', { labName: lab.name });
  else if (seat?.wasOpen === true) {
    const { labName, seatName } = seat;
    await tellOperator(tx, ctx, 'seat_reopened', { labName, seatName });
  } else return;
  ctx.log.info({ labId, seatId, closesLab: lab !== undefined }, 'a breaker closed by itself');
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
}
