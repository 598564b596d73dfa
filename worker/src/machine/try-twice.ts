import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { pause } from '../pause.ts';
import { atLab, mayTouchLab } from './at-lab.ts';
import type { LabAct, LabOutcome } from './at-lab.ts';
import { backoffMs } from './backoff.ts';
import type { MachineWork } from './machine-work.ts';

const maxTries = 2;

/** Does it at the lab, and once more when the failure is one that another try may mend. Each failure leaves evidence. */
export async function tryTwice<Value>(
  work: MachineWork,
  limitMs: number,
  act: LabAct<Value>,
): Promise<LabOutcome<Value>> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await atLab(work, { limitMs, evidence: true }, act);
    if (outcome.kind !== 'failed' || tries >= maxTries || !provisionFailures[outcome.failure].again)
      return outcome;
    await pause(backoffMs(tries), work.signal);
    if (!mayTouchLab(work)) return { kind: 'interrupted' };
  }
}
