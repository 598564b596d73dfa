import type { Tx } from '../../../database/db.ts';
import { applyNeedsOperator } from '../operator/apply-needs-operator.ts';
import { applyOperatorDone } from '../operator/apply-operator-done.ts';
import { applySeatCookies } from './apply-seat-cookies.ts';
import type { ReportOutcome, ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

type AtLabReport = ReportOf<'needs_operator' | 'operator_done' | 'seat_cookies'>;

/** What happened on the lab's pages that is no step: a person was needed there, or a sign-in left something to begin with. */
export async function applyAtLab(tx: Tx, scope: ReportScope, body: AtLabReport): Promise<ReportOutcome> {
  switch (body.kind) {
    case 'needs_operator':
      return applyNeedsOperator(tx, scope, body);
    case 'operator_done':
      return applyOperatorDone(tx, scope);
    case 'seat_cookies':
      return applySeatCookies(tx, scope, body);
  }
}
