import type { Tx } from '../../../database/db.ts';
import { applyExtended } from './apply-extended.ts';
import { applyExtensionFailed } from './apply-extension-failed.ts';
import { applyRestartFailed } from './apply-restart-failed.ts';
import { applyRestarted } from './apply-restarted.ts';
import type { ReportOutcome, ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

type OrderReport = ReportOf<'extended' | 'extension_failed' | 'restarted' | 'restart_failed'>;

/** What became of something that a ready machine's owner asked for. */
export async function applyOrderReport(
  tx: Tx,
  scope: ReportScope,
  body: OrderReport,
): Promise<ReportOutcome> {
  switch (body.kind) {
    case 'extended':
      return applyExtended(tx, scope, body);
    case 'extension_failed':
      return applyExtensionFailed(tx, scope, body);
    case 'restarted':
      return applyRestarted(tx, scope, body);
    case 'restart_failed':
      return applyRestartFailed(tx, scope, body);
  }
}
