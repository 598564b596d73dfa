import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { clearLabSessions } from './clear-lab-sessions.ts';
import { beginLabVisit } from './lab-visit.ts';
import type { MachineWork } from './machine-work.ts';
import { startProvisionDeadline } from './provision-deadline.ts';
import { tellFailure } from './tell-failure.ts';
import type { ToldFailure } from './tell-failure.ts';
import { tryProvision } from './try-provision.ts';
import type { TryProgress } from './try-provision.ts';
import type { WayIn } from './way-in.ts';

const maxTries = 2;

/**
 * Brings the machine to `ready`: two tries when the failure allows it. Before each try every earlier lab session is
 * ended and confirmed, so that there is never a second one beside the first. Reports everything, also the failure.
 *
 * @returns the way in, or null when this worker gave up (and said so)
 * @throws only when `work.signal` was aborted
 */
export async function provisionMachine(work: MachineWork): Promise<WayIn | null> {
  const deadline = startProvisionDeadline(work.orders);
  try {
    return await tryUntil(work, deadline.signal);
  } finally {
    deadline.stop();
  }
}

async function tryUntil(work: MachineWork, deadline: AbortSignal): Promise<WayIn | null> {
  const { assignment } = work;
  const signal = AbortSignal.any([work.signal, deadline]);
  for (let tries = 1; ; tries += 1) {
    const progress: TryProgress = { attempt: assignment.attempt + tries - 1, step: null };
    const outcome = await tryOnce(work, progress, signal);
    if ('wayIn' in outcome) return outcome.wayIn;
    const { failure, message } = outcome;
    const mayTryAgain = provisionFailures[failure].again && tries < maxTries && !deadline.aborted;
    if (!mayTryAgain) {
      work.say(`It did not work: ${provisionFailures[failure].text}`);
      void work.report({ kind: 'failed', failure, message, step: progress.step });
      return null;
    }
    work.say(`${provisionFailures[failure].text} Trying once more…`);
    void work.report({ kind: 'retrying', attempt: progress.attempt, failure });
  }
}

async function tryOnce(
  work: MachineWork,
  progress: TryProgress,
  signal: AbortSignal,
): Promise<{ wayIn: WayIn } | ToldFailure> {
  const visit = beginLabVisit(work);
  try {
    if (work.sessions.open().length > 0) {
      work.setPhase('clearing');
      await clearLabSessions(work, { signal, beforeStart: true });
    }
    return { wayIn: await tryProvision(work, visit, progress, signal) };
  } catch (error) {
    work.signal.throwIfAborted();
    const told = progress.step === null ? tellClearing(error) : tellFailure(error, progress.step);
    work.log.warn(
      { step: progress.step, failure: told.failure, detail: told.message },
      'provisioning failed',
    );
    await visit.reportEvidence({ step: progress.step, ...told });
    const { attempt, step } = progress;
    if (step !== null)
      void work.report({ kind: 'step', attempt, step, state: 'failed', failure: told.failure });
    return told;
  } finally {
    await visit.close();
  }
}

/** Nothing of this try had begun: an earlier start could not be cleared away. */
function tellClearing(error: unknown): ToldFailure {
  const told = tellFailure(error, null);
  return provisionFailures[told.failure].again ? { ...told, failure: 'stale_intent' } : told;
}
