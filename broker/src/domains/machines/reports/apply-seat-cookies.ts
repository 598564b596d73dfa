import type { Tx } from '../../../database/db.ts';
import { storeSeatCookies } from '../../labs/index.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** The holder signed in: what the next sign-in on this seat may begin with. Null: what was kept is no good any more. */
export async function applySeatCookies(
  tx: Tx,
  { ctx, machine }: ReportScope,
  { cookies }: ReportOf<'seat_cookies'>,
): Promise<ReportOutcome> {
  if (machine.seatId !== null) {
    await storeSeatCookies(tx, ctx, { seatId: machine.seatId, machineId: machine.id, cookies });
  }
  return applied;
}
