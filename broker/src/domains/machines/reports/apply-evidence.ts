import type { EvidenceBody } from '@coinslot/shared/worker-messages/evidence.ts';
import type { Tx } from '../../../database/db.ts';
import { storeEvidence } from '../../labs/index.ts';
import { readMachineSecrets } from '../logs/read-machine-secrets.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';

/** Keeps what the worker saw, masked once more; beyond the cap it is dropped, and that is said in the log only. */
export async function applyEvidence(
  tx: Tx,
  { ctx, hold, machine }: ReportScope,
  body: EvidenceBody,
): Promise<ReportOutcome> {
  const secrets = await readMachineSecrets(tx, ctx, machine);
  const kept = await storeEvidence(tx, ctx, hold, body, secrets);
  if (!kept) ctx.log.warn({ machineId: machine.id }, 'evidence beyond the cap of one machine was dropped');
  return applied;
}
