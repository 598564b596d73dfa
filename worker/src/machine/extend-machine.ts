import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import type { Console } from '../recipes/console.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import { findOwnRef } from './find-own-ref.ts';
import { waitForLease } from './lease.ts';
import type { MachineWork } from './machine-work.ts';
import { tryTwice } from './try-twice.ts';

const minuteMs = 60_000;
/** The lab's clock is read to the second, twice. */
const clockMarginMs = 2000;

/** Sees to it that the lab keeps the machine for as long as the newest order says, and reports what came of it. */
export async function extendMachine(work: MachineWork): Promise<void> {
  const extensionId = work.orders.extension()?.extensionId;
  if (extensionId === undefined) return;
  work.setPhase('extending');
  work.say('Asking the lab for more time…');
  const outcome = await tryTwice(work, work.timeouts.shellMs, (console, { signal }) =>
    makeItLast(work, console, signal),
  ).finally(() => work.setPhase('ready'));
  if (outcome.kind === 'interrupted') return;
  work.orders.answered(extensionId);
  if (outcome.kind === 'done') {
    work.say('The lab keeps the machine for longer.');
    void work.report({ kind: 'extended', extensionId, endsInMs: outcome.value });
    return;
  }
  const { failure, message } = outcome;
  work.say(`More time could not be had: ${provisionFailures[failure].text}`);
  void work.report({ kind: 'extension_failed', extensionId, failure, message });
}

/** Looks first: an earlier holder may have asked already. Answers with the time until the lab's end; null = it has none. */
async function makeItLast(work: MachineWork, console: Console, signal: AbortSignal): Promise<number | null> {
  const { readEnd, extend } = work.recipe;
  if (readEnd === undefined || extend === undefined)
    throw new RecipeError('extension_refused', 'This lab cannot be asked for more time.');
  const labRef = await findOwnRef(work, console);
  const before = (await readEnd(console, labRef)).endsInMs;
  const missingMs = before === null ? 0 : mustLastMs(work) - before;
  if (before === null || missingMs <= 0) return before;
  const minutes = Math.ceil((missingMs + clockMarginMs) / minuteMs);
  const beforeClick = (): Promise<void> => waitForLease(work.lease, work.timeouts.pageMs, signal);
  const { endsInMs } = await extend(console, labRef, { minutes, beforeClick });
  if (endsInMs !== null && endsInMs < mustLastMs(work))
    throw new RecipeError('extension_refused', 'The lab took the request, but its end did not move enough.');
  return endsInMs;
}

/** Of the newest word: while it was being done the order may have gone, and then nothing is missing. */
function mustLastMs(work: MachineWork): number {
  return work.orders.extension()?.mustLastMs ?? 0;
}
