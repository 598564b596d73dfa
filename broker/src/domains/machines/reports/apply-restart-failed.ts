import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import type { Tx } from '../../../database/db.ts';
import { failRestart } from '../restart/fail-restart.ts';
import { readPendingRestart } from '../restart/pending-restart.ts';
import { closeWhatFails } from './close-what-fails.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** The restart was not done, or the machine did not come back from it. One that was decided before is left as it is. */
export async function applyRestartFailed(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'restart_failed'>,
): Promise<ReportOutcome> {
  const { ctx, machine } = scope;
  const restart = await readPendingRestart(tx, machine.id);
  if (restart?.id !== body.restartId) return applied;
  await failRestart(tx, ctx, machine, restart, provisionFailures[body.failure].text);
  await closeWhatFails(tx, scope, body);
  return applied;
}
