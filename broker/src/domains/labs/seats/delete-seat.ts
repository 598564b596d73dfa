import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { seats } from '../tables.ts';
import { lockSeat } from './edit-seat.ts';
import { requireSeat } from './list-seats.ts';
import { termsOf } from './seat-terms.ts';

/** Deletes a seat that never carried a machine, with its password. Throws `not_found` or `still_in_use`. */
export async function deleteSeat(tx: Tx, act: AdminAct, seatId: string): Promise<void> {
  const locked = await lockSeat(tx, seatId);
  if (!locked) throw fail('not_found');
  const before = termsOf(await requireSeat(tx, seatId));
  const [known] = await readRows(
    tx,
    z.object({ carried: z.boolean() }),
    sql`
      select exists (select 1 from leases where seat_id = ${seatId})
        or exists (select 1 from lab_sessions where seat_id = ${seatId})
        or exists (select 1 from machines where named_seat_id = ${seatId}) as carried
    `,
  );
  if (locked.uses > 0 || known?.carried === true) {
    throw fail('still_in_use', {
      detail: saidSentences.seat_has_history,
    });
  }
  await tx.delete(seats).where(eq(seats.id, seatId));
  await writeAudit(tx, { ...act, action: 'seat.delete', targetKind: 'seat', targetId: seatId, before });
}
