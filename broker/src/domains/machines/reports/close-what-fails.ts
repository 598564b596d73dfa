import { type ProvisionFailure, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import type { Tx } from '../../../database/db.ts';
import {
  countedFailures,
  countLabFailure,
  disableSeat,
  maskSecrets,
  openLabBreaker,
} from '../../labs/index.ts';
import { readMachineSecrets } from '../logs/read-machine-secrets.ts';
import type { ReportScope } from './hold.ts';

/**
 * A failure that another try would only repeat closes the seat or the lab until an admin has looked; others through the lab's doing are
 * counted, and close it for a while when they come often.
 */
export async function closeWhatFails(
  tx: Tx,
  { ctx, machine }: ReportScope,
  { failure, message }: { failure: ProvisionFailure; message: string },
): Promise<void> {
  const { opens, text } = provisionFailures[failure];
  if (opens === null) return await count(tx, { ctx, machine }, failure);
  // The lab's own words say what to mend; ours only what kind of thing it is.
  const seen = maskSecrets(message, await readMachineSecrets(tx, ctx, machine)).trim();
  const reason = `${failure}: ${seen === '' ? text : seen}`.slice(0, reasonMax);
  if (opens === 'seat' && machine.seatId !== null) await disableSeat(tx, ctx, machine.seatId, reason);
  if (opens === 'lab') await openLabBreaker(tx, ctx, machine.labId, reason);
  ctx.log.warn(
    { machineId: machine.id, labId: machine.labId, seatId: machine.seatId, failure, opens },
    'a lab failure closed a seat or a lab',
  );
}

const reasonMax = 500;

async function count(
  tx: Tx,
  { ctx, machine }: Pick<ReportScope, 'ctx' | 'machine'>,
  failure: ProvisionFailure,
): Promise<void> {
  const { seatId, labId, purpose } = machine;
  if (seatId === null || !countedFailures.has(failure)) return;
  await countLabFailure(tx, ctx, { labId, seatId, failure, byCanary: purpose === 'canary' });
}
