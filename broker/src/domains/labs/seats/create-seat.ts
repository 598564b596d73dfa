import { randomUUID } from 'node:crypto';
import type { Seat, SeatDraft } from '@coinslot/shared/http/admin-seats.ts';
import { eq } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { refuseTakenName } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { seatSecretContext } from '../read-seat-secret.ts';
import { labs, seats } from '../tables.ts';
import { checkSeatTerms } from './check-seat-terms.ts';
import { requireSeat } from './list-seats.ts';
import { columnsOf, nameOfSeat, termsOf } from './seat-terms.ts';

/** Records a lab account. Its password is encrypted here and leaves only to workers. Throws `not_found`, `name_taken`, `invalid_request`. */
export async function createSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  act: AdminAct,
  labId: string,
  { password, ...terms }: SeatDraft,
): Promise<Seat> {
  const [lab] = await tx.select({ id: labs.id }).from(labs).where(eq(labs.id, labId)).for('key share');
  if (!lab) throw fail('not_found');
  await checkSeatTerms(tx, terms);
  const id = randomUUID();
  const secret = ctx.secrets.encryptSecret(password, seatSecretContext(id));
  await refuseTakenName(nameOfSeat, () =>
    tx.insert(seats).values({ ...columnsOf(terms), id, labId, secret }),
  );
  const seat = await requireSeat(tx, id);
  await writeAudit(tx, {
    ...act,
    action: 'seat.create',
    targetKind: 'seat',
    targetId: id,
    after: termsOf(seat),
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return seat;
}
