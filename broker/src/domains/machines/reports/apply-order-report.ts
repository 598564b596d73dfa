import type { Tx } from '../../../database/db.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

type OrderReport =
  | ReportOf<'extended'>
  | ReportOf<'extension_failed'>
  | ReportOf<'restarted'>
  | ReportOf<'restart_failed'>;

/** What became of something that a ready machine's owner asked for. */
export async function applyOrderReport(
  _tx: Tx,
  _scope: ReportScope,
  _body: OrderReport,
): Promise<ReportOutcome> {
  return applied;
}
