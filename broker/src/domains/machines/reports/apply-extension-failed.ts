import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import type { Tx } from '../../../database/db.ts';
import { readPendingExtension } from '../time/read-pending-extension.ts';
import { refuseExtension } from '../time/refuse-extension.ts';
import { closeWhatFails } from './close-what-fails.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** The lab gave no more time: the coins go back and the machine runs on to its end. */
export async function applyExtensionFailed(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'extension_failed'>,
): Promise<ReportOutcome> {
  const { ctx, hold, machine } = scope;
  const extension = await readPendingExtension(tx, machine.id);
  if (extension?.id !== body.extensionId) return applied;
  await refuseExtension(tx, ctx, machine.id, extension, {
    text: provisionFailures[body.failure].text,
    actor: `worker:${hold.workerId}`,
  });
  await closeWhatFails(tx, scope, body);
  return applied;
}
