import type { EditSeatRequest, Seat } from '@coinslot/shared/http/admin-seats.ts';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { refuseStale, refuseTakenName, sayDependents } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { seatSecretContext } from '../read-seat-secret.ts';
import { seats } from '../tables.ts';
import { checkSeatTerms } from './check-seat-terms.ts';
import { requireSeat } from './list-seats.ts';
import { columnsOf, nameOfSeat, termsOf } from './seat-terms.ts';

/**
 * Changes a seat. Machines on it go on, also when it may now carry fewer or shorter ones. A new password reaches the workers that
 * hold the seat at once; its user name stays while it carries anything. A disabled seat stays disabled until an admin reopens it.
 *
 * @throws not_found, edited_meanwhile, name_taken, invalid_request, still_in_use
 */
export async function editSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  act: AdminAct,
  seatId: string,
  { revision, password, ...terms }: EditSeatRequest,
): Promise<Seat> {
  refuseStale(await lockSeat(tx, seatId), { revision });
  const before = await requireSeat(tx, seatId);
  if (terms.username !== before.username) await refuseRenaming(tx, seatId);
  await checkSeatTerms(tx, terms);
  await refuseTakenName(nameOfSeat, () =>
    tx
      .update(seats)
      .set({
        ...columnsOf(terms),
        // They sign in as the former account, whatever the name.
        ...(terms.username === before.username ? {} : { cookies: null }),
        ...(password === undefined
          ? {}
          : {
              secret: ctx.secrets.encryptSecret(password, seatSecretContext(seatId)),
              secretChangedAt: sql`now()`,
              cookies: null,
            }),
        revision: sql`${seats.revision} + 1`,
      })
      .where(eq(seats.id, seatId)),
  );
  const seat = await requireSeat(tx, seatId);
  await writeAudit(tx, {
    ...act,
    action: 'seat.edit',
    targetKind: 'seat',
    targetId: seatId,
    before: termsOf(before),
    after: { ...termsOf(seat), passwordChanged: password !== undefined },
  });
  if (password !== undefined) await tellHolders(tx, ctx, seatId);
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return seat;
}

/** Holds a seat's row for a change. */
export async function lockSeat(tx: Tx, seatId: string) {
  const [row] = await tx
    .select({ revision: seats.revision, uses: seats.uses })
    .from(seats)
    .where(eq(seats.id, seatId))
    .for('update');
  return row;
}

// Another account of the lab does not list what runs on this one: it would be taken for ended, and run on.
async function refuseRenaming(tx: Tx, seatId: string): Promise<void> {
  const [open] = await readRows(
    tx,
    z.object({ leases: z.int(), labSessions: z.int() }),
    sql`
      select
        (select count(*) from leases where seat_id = ${seatId} and released_at is null) as leases,
        (select count(*) from lab_sessions where seat_id = ${seatId} and state <> 'ended') as "labSessions"
    `,
  );
  const carried = sayDependents({ machine: open?.leases ?? 0, 'open lab session': open?.labSessions ?? 0 });
  if (carried === null) return;
  throw fail('still_in_use', {
    detail: `The seat has ${carried}: its user name stays until they have ended. Disable it, or wait.`,
  });
}

async function tellHolders(tx: Tx, ctx: Pick<BrokerContext, 'bus'>, seatId: string): Promise<void> {
  const holders = await readRows(
    tx,
    z.object({ workerId: z.uuid() }),
    sql`select distinct worker_id as "workerId" from leases where seat_id = ${seatId} and released_at is null`,
  );
  tx.afterCommit(() => {
    for (const { workerId } of holders) ctx.bus.emit('desired_changed', { workerId });
  });
}
