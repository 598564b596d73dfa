import { takeEvidence } from '../browser/evidence/take-evidence.ts';
import { pause } from '../pause.ts';
import type { FindRecipe } from '../recipes/recipes.ts';
import { backoffMs } from './backoff.ts';
import type { MachineWork } from './machine-work.ts';
import { pursueGoal } from './pursue-goal.ts';

/**
 * Pursues the newest assignment's goal, whatever happens. A defect ends the goal `ready` with a `failed` report; an end is
 * pursued again, with backoff, until it is confirmed: giving up would hold the lease and the seat for ever.
 * Resolves when there is nothing more to do or `signal` is aborted; never rejects.
 */
export async function pursueStubbornly(
  newest: () => Omit<MachineWork, 'recipe'>,
  findRecipe: FindRecipe,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    const work = newest();
    const { goal, lab } = work.assignment;
    try {
      const recipe = findRecipe(lab.recipe);
      if (recipe === null) throw new Error(`This worker has no recipe called ${lab.recipe}.`);
      return await pursueGoal({ ...work, recipe });
    } catch (error) {
      if (signal.aborted) return;
      work.log.error({ err: error, goal, failures }, 'the work on a machine failed');
      if (goal === 'ready') return await reportDefect(work, error);
      work.setPhase('ending:internal');
      await pause(backoffMs(failures), signal).catch(() => undefined);
    }
  }
}

/** No page is at hand here; the admin gets the words at least. */
async function reportDefect(work: Omit<MachineWork, 'recipe'>, error: unknown): Promise<void> {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
  work.setPhase('failed');
  const evidence = await takeEvidence({
    labPage: null,
    credentialSelectors: [],
    plainSecrets: work.plainSecrets(),
    secrets: work.secrets,
    stepLog: [`${new Date().toISOString()} the work stopped: ${message}`],
    step: null,
    failure: 'internal',
    message,
  });
  void work.report(evidence);
  void work.report({ kind: 'failed', failure: 'internal', message, step: null });
}
