import type { LabState } from '../recipes/recipe.ts';
import { atLab } from './at-lab.ts';
import type { MachineWork } from './machine-work.ts';

const goneStates: readonly LabState[] = ['ending', 'ended', 'failed', 'absent'];

/**
 * The way in does not answer, so the lab's list decides: gone there is `machine_gone`, with evidence before it; running there is
 * only noted. Answers whether it is gone.
 */
export async function askLab(work: MachineWork): Promise<boolean> {
  const session = work.sessions.open().find(({ labRef }) => labRef !== null);
  if (session === undefined) return false;
  const outcome = await atLab(work, { limitMs: 0, evidence: false }, async (console, { visit }) => {
    const listings = await work.recipe.list(console);
    const own = listings.find(({ labRef }) => labRef === session.labRef);
    // Too young to be in the list for sure.
    const isYoung = performance.now() - session.intendedAt <= work.assignment.lab.listLagMs;
    const state = own?.state ?? (isYoung ? null : 'absent');
    if (state === null || !goneStates.includes(state)) return { state, isGone: false };
    await visit.reportEvidence({ step: null, failure: 'machine_lost', message: describeLoss(state) });
    return { state, isGone: true };
  });
  if (outcome.kind !== 'done') return false;
  const { state, isGone } = outcome.value;
  work.log.info({ labState: state }, 'the lab was asked for the machine');
  if (!isGone || state === null) return false;
  work.say('The machine is gone at the lab.');
  void work.report({ kind: 'machine_gone', message: describeLoss(state) });
  return true;
}

function describeLoss(state: LabState): string {
  return `The way in does not answer, and the lab says that the machine is ${state}.`;
}
