import type { Console } from '../recipes/console.ts';
import { beginLabVisit } from './lab-visit.ts';
import type { LabVisit } from './lab-visit.ts';
import type { MachineWork } from './machine-work.ts';
import { tellFailure } from './tell-failure.ts';
import type { ToldFailure } from './tell-failure.ts';

/** `interrupted`: the worker fenced itself in the middle; what was begun is begun again later. */
export type LabOutcome<Value> =
  | { kind: 'done'; value: Value }
  | ({ kind: 'failed' } & ToldFailure)
  | { kind: 'interrupted' };

export type LabAct<Value> = (
  console: Console,
  context: { visit: LabVisit; signal: AbortSignal },
) => Promise<Value>;

/** Nothing is done at a lab while the worker is fenced, or while the lease might not outlast it. */
export function mayTouchLab({ orders, lease, timeouts }: MachineWork): boolean {
  return !orders.isFenced() && lease.remainingMs() > timeouts.pageMs;
}

/**
 * One visit at the lab for a ready machine: signs in, acts, and closes the page, within `limitMs` after the browser is there and
 * signed in. A failure is told apart, never thrown; with `evidence` it is also shown to the admin.
 *
 * @throws only when `work.signal` was aborted
 */
export async function atLab<Value>(
  work: MachineWork,
  options: { limitMs: number; evidence: boolean },
  act: LabAct<Value>,
): Promise<LabOutcome<Value>> {
  const pageSignal = work.pageSignal();
  const limitMs = work.timeouts.browserMs + work.timeouts.signInMs + options.limitMs;
  const signal = AbortSignal.any([work.signal, pageSignal, AbortSignal.timeout(limitMs)]);
  const visit = beginLabVisit(work);
  try {
    const console = await visit.console(signal);
    await visit.signIn(console);
    return { kind: 'done', value: await act(console, { visit, signal }) };
  } catch (error) {
    work.signal.throwIfAborted();
    if (pageSignal.aborted) return { kind: 'interrupted' };
    const told = tellFailure(error, null);
    work.log.warn({ failure: told.failure, detail: told.message }, 'something could not be done at the lab');
    if (options.evidence) await visit.reportEvidence({ step: null, ...told });
    return { kind: 'failed', ...told };
  } finally {
    await visit.close();
  }
}
