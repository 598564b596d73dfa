import { atLab } from './at-lab.ts';
import { findOwnRef } from './find-own-ref.ts';
import type { KeptMachine } from './kept-machine.ts';
import type { MachineWork } from './machine-work.ts';
import { readWayIn } from './read-way-in.ts';

/**
 * After a restart that failed the machine may run all the same, with the old password or a new one. Once a login works the
 * machine is reported `ready` again with that way in; until then each look counts as a failed check.
 */
export async function findWayIn(work: MachineWork, kept: KeptMachine): Promise<void> {
  const limitMs = work.timeouts.tunnelMs + work.timeouts.verifyMs;
  const outcome = await atLab(work, { limitMs, evidence: false }, async (console, { signal }) =>
    readWayIn(work, console, await findOwnRef(work, console), signal),
  );
  if (outcome.kind === 'interrupted') return;
  if (outcome.kind === 'failed') {
    kept.isSuspect = true;
    return work.readings.checked({ ok: false, latencyMs: null, fault: 'no_login' });
  }
  kept.wayIn = outcome.value;
  kept.isSuspect = false;
  work.readings.checked({ ok: true, latencyMs: null, fault: null });
  work.say('The machine lets you in again.');
  void work.report({ kind: 'ready', endpoints: [outcome.value.endpoint] });
}
