import type { Tx } from '../../../database/db.ts';
import { tellChanged } from '../life/append-event.ts';
import { applied, type ReportOutcome, type ReportScope } from '../reports/hold.ts';
import { forgetNeed } from './forget-need.ts';

/** The worker goes on: nobody has to come any more. */
export async function applyOperatorDone(tx: Tx, { ctx, machine }: ReportScope): Promise<ReportOutcome> {
  await forgetNeed(tx, machine.id);
  tellChanged(tx, ctx, machine.id);
  return applied;
}
