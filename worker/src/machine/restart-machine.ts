import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import { findOwnRef } from './find-own-ref.ts';
import type { KeptMachine } from './kept-machine.ts';
import { waitForLease } from './lease.ts';
import type { MachineWork } from './machine-work.ts';
import { readWayIn } from './read-way-in.ts';
import { tryTwice } from './try-twice.ts';

/** Restarts the machine at the lab, logs in by the way in that its page shows then, and reports what came of it. */
export async function restartMachine(work: MachineWork, kept: KeptMachine): Promise<void> {
  const restartId = work.orders.restart()?.restartId;
  if (restartId === undefined) return;
  kept.isRestarting = true;
  work.readings.forgetHealth();
  work.setPhase('restarting');
  work.say('Restarting the machine…');
  try {
    const outcome = await tryTwice(work, limitMs(work), async (console, { signal }) => {
      const { restart } = work.recipe;
      if (restart === undefined)
        throw new RecipeError('restart_refused', 'This lab cannot restart a machine.');
      const labRef = await findOwnRef(work, console);
      const beforeClick = (): Promise<void> => waitForLease(work.lease, work.timeouts.pageMs, signal);
      await restart(console, labRef, { beforeClick });
      return readWayIn(work, console, labRef, signal);
    });
    if (outcome.kind === 'interrupted') return;
    work.orders.answered(restartId);
    if (outcome.kind === 'done') {
      kept.wayIn = outcome.value;
      work.readings.checked({ ok: true, latencyMs: null, fault: null });
      work.say('The machine runs again, with a new password.');
      void work.report({ kind: 'restarted', restartId, endpoints: [outcome.value.endpoint] });
      return;
    }
    const { failure, message } = outcome;
    // Whether anybody gets in, and how, is found out next.
    kept.wayIn = null;
    work.say(`The restart did not work: ${provisionFailures[failure].text}`);
    void work.report({ kind: 'restart_failed', restartId, failure, message });
  } finally {
    kept.isRestarting = false;
    work.setPhase('ready');
  }
}

function limitMs({ timeouts }: MachineWork): number {
  return timeouts.labStartMs + timeouts.tunnelMs + timeouts.verifyMs;
}
