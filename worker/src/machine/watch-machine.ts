import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { jittered, pause } from '../pause.ts';
import type { Console } from '../recipes/console.ts';
import type { LabState } from '../recipes/recipe.ts';
import { endStrays } from './end-strays.ts';
import { beginLabVisit } from './lab-visit.ts';
import type { LabVisit } from './lab-visit.ts';
import type { MachineWork } from './machine-work.ts';
import { probeSsh } from './probe-ssh.ts';
import { tellFailure } from './tell-failure.ts';

const probeTimeoutMs = 5000;
const goneStates: readonly LabState[] = ['ending', 'ended', 'failed', 'absent'];

/**
 * Keeps an eye on a ready machine: does the way in answer? When it does not, the lab's list decides: gone there is
 * `machine_gone`; running there is only noted. Ends when the machine is gone or `work.signal` is aborted (throws then).
 */
export async function watchMachine(work: MachineWork, endpoint: OpenedEndpoint): Promise<void> {
  // Also for an adopted machine: its last holder may have gone before the lag was over.
  let inventoryDueAt: number | null = performance.now() + work.assignment.lab.listLagMs;
  // An adopted machine may have died together with its last holder: it is looked at before it is waited for.
  let lookNow = work.assignment.endpoint !== null;
  for (let answered = true; ;) {
    if (!lookNow) await pause(jittered(work.watchIntervalMs), work.signal);
    lookNow = false;
    if (inventoryDueAt !== null && performance.now() > inventoryDueAt && (await lookForStrays(work)))
      inventoryDueAt = null;
    if (await probeSsh(endpoint, probeTimeoutMs)) {
      answered = true;
      continue;
    }
    if (answered) work.log.warn({ host: endpoint.host, port: endpoint.port }, 'the way in does not answer');
    answered = false;
    const state = await askLab(work);
    work.log.info({ labState: state }, 'the lab was asked for the machine');
    if (state === null || !goneStates.includes(state)) continue;
    work.say('The machine is gone at the lab.');
    void work.report({ kind: 'machine_gone', message: describeLoss(state) });
    return;
  }
}

function describeLoss(state: LabState): string {
  return `The way in does not answer, and the lab says that the machine is ${state}.`;
}

/** A start whose answer was lost may show up in the lab's list only later: one more look when the lag is over. */
async function lookForStrays(work: MachineWork): Promise<boolean> {
  const done = await atLab(work, async (console) => {
    await endStrays(work, console);
    return true;
  });
  return done ?? false;
}

/** The lab's word on the machine we keep, with evidence when it is gone; null when it cannot be asked, or is too young to be in the list for sure. */
async function askLab(work: MachineWork): Promise<LabState | null> {
  const session = work.sessions.open().find(({ labRef }) => labRef !== null);
  if (session === undefined) return null;
  return atLab(work, async (console, visit) => {
    const listings = await work.recipe.list(console);
    const own = listings.find(({ labRef }) => labRef === session.labRef);
    const isYoung = performance.now() - session.intendedAt <= work.assignment.lab.listLagMs;
    const state = own?.state ?? (isYoung ? null : 'absent');
    if (state !== null && goneStates.includes(state))
      await visit.reportEvidence({ step: null, failure: 'machine_lost', message: describeLoss(state) });
    return state;
  });
}

/** Does something at the lab unless the worker is fenced or the lease is short; null when it could not be done. */
async function atLab<Value>(
  work: MachineWork,
  act: (console: Console, visit: LabVisit) => Promise<Value>,
): Promise<Value | null> {
  if (work.lease.remainingMs() <= work.timeouts.pageMs) return null;
  const limitMs = work.timeouts.browserMs + work.timeouts.signInMs;
  const signal = AbortSignal.any([work.signal, work.pageSignal(), AbortSignal.timeout(limitMs)]);
  const visit = beginLabVisit(work);
  try {
    const console = await visit.console(signal);
    await work.recipe.signIn(console);
    return await act(console, visit);
  } catch (error) {
    work.signal.throwIfAborted();
    const { failure, message } = tellFailure(error, null);
    work.log.warn({ failure, detail: message }, 'the lab could not be asked');
    return null;
  } finally {
    await visit.close();
  }
}
