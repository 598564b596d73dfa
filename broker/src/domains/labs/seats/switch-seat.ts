import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { eq, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { seats } from '../tables.ts';
import { lockSeat } from './edit-seat.ts';
import { requireSeat } from './list-seats.ts';

/** Nothing new starts on this seat; what runs goes on. Disabled once more, the newer reason holds. Throws `not_found`. */
export async function switchSeatOff(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  seatId: string,
  reason: string,
): Promise<Seat> {
  const disabledAt = sql`coalesce(${seats.disabledAt}, now())`;
  return await changeSeat(tx, ctx, { act, seatId, reason, action: 'seat.disable' }, (seat) =>
    tx.update(seats).set({ disabledAt, disabledReason: reason, disabledBy: act.actor.name }).where(seat),
  );
}

/** A seat's breaker as it is when all is well. What failed before does not count any more. */
export const closedSeatBreaker = {
  breakerOpenedAt: null,
  breakerReason: null,
  breakerTriesAgainAt: null,
  breakerTrials: 0,
  workedAt: sql`now()`,
} as const;

/** Lets a seat be used again, at once: its cool-down ends too, and its breaker closes. Throws `not_found`. */
export async function reopenSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  seatId: string,
  reason: string | null,
): Promise<Seat> {
  return await changeSeat(tx, ctx, { act, seatId, reason, action: 'seat.reopen' }, (seat) =>
    tx
      .update(seats)
      .set({
        disabledAt: null,
        disabledReason: null,
        disabledBy: null,
        cooldownUntil: null,
        ...closedSeatBreaker,
      })
      .where(seat),
  );
}

async function changeSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  change: { act: AdminAct; seatId: string; reason: string | null; action: string },
  write: (where: ReturnType<typeof eq>) => PromiseLike<unknown>,
): Promise<Seat> {
  const { act, seatId, reason, action } = change;
  if (!(await lockSeat(tx, seatId))) throw fail('not_found');
  const before = await requireSeat(tx, seatId);
  await write(eq(seats.id, seatId));
  const seat = await requireSeat(tx, seatId);
  await writeAudit(tx, {
    ...act,
    action,
    targetKind: 'seat',
    targetId: seatId,
    reason,
    before: { disabled: before.disabled, breaker: before.breaker },
    after: { disabled: seat.disabled, breaker: seat.breaker },
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return seat;
}
