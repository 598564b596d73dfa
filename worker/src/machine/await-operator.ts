import { failuresForOperators, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import type { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import { stepsForOperators } from '@coinslot/shared/states/provision-step.ts';
import { stands } from '../broker-client/report-outbox.ts';
import { abortAfter, pause } from '../pause.ts';
import type { MachineWork } from './machine-work.ts';
import type { Orders } from './orders.ts';
import type { ToldFailure } from './tell-failure.ts';

/** Between two steps: waits for as long as an admin has stopped the machine. Throws when `signal` is aborted. */
export async function waitWhilePaused(work: MachineWork, signal: AbortSignal): Promise<void> {
  if (!work.orders.newest().operator.paused) return;
  work.setPhase('paused');
  work.say('Stopped for a moment by the operator.');
  await ordered(work, signal, () => !work.orders.newest().operator.paused);
  work.say('Going on.');
}

/**
 * After a step failed with what only the holder of the lab's account may do: keeps the page open for a person, and tells the broker, which
 * tells the operator. True = handed back, the step may run again; false = nobody came, or nobody is to be asked.
 *
 * @throws when `signal` is aborted
 */
export async function awaitOperator(
  work: MachineWork,
  failed: { step: ProvisionStep; handedBackBefore: number } & ToldFailure,
  signal: AbortSignal,
): Promise<boolean> {
  const { step, failure, message } = failed;
  const waitMs = work.orders.newest().lab.operatorWaitMs;
  if (waitMs === 0 || !failuresForOperators.has(failure) || !stepsForOperators.has(step)) return false;
  signal.throwIfAborted();
  const isHandedBack = (): boolean => work.orders.newest().operator.handedBack > failed.handedBackBefore;
  work.setPhase('needs_operator');
  work.say(`${provisionFailures[failure].text} Waiting for a person to do it by hand.`);
  const outcome = await work.report({
    kind: 'needs_operator',
    step,
    failure,
    message: message.slice(0, 2000),
    waitMs,
  });
  if (!stands(outcome)) return false;
  const late = abortAfter(waitMs);
  await ordered(work, AbortSignal.any([signal, late]), isHandedBack).catch(() => undefined);
  const isDone = isHandedBack();
  void work.report({ kind: 'operator_done', how: isDone ? 'handed_back' : 'given_up' });
  signal.throwIfAborted();
  if (isDone) work.say('It was done by hand. Going on.');
  return isDone;
}

const pollMs = 1_000;

/** Waits until the broker's newest word is as wanted; a person may use the page meanwhile. Throws the signal's reason. */
async function ordered(work: MachineWork, signal: AbortSignal, isSo: () => boolean): Promise<void> {
  const { orders, shown } = work;
  shown.isStill = true;
  try {
    await waitUntil(orders, signal, isSo);
  } finally {
    shown.isStill = false;
  }
}

async function waitUntil(orders: Orders, signal: AbortSignal, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    const changed = orders.changed();
    const timer = new AbortController();
    const late = pause(pollMs, AbortSignal.any([signal, timer.signal]));
    await Promise.race([changed, late]).finally(() => timer.abort());
    late.catch(() => undefined);
    signal.throwIfAborted();
  }
}
