import { setTimeout as delay } from 'node:timers/promises';
import type { NewMachine } from '../store/machines.ts';
import { recordEnded } from '../store/machines.ts';
import type { Template } from '../templates.ts';
import type { KeeperParts } from './keeper.ts';
import type { ServedMachine } from './serve-machine.ts';
import { serveMachine } from './serve-machine.ts';

/** One machine in the keeper's hands. */
export interface Life {
  machine: NewMachine;
  template: Template;
  /** Which place among the running machines: picks host uids and processors. */
  place: number;
  username: string;
  /** Aborted when somebody asks for the end. */
  control: AbortController;
  timer: NodeJS.Timeout | null;
  served: ServedMachine | null;
}

/**
 * One machine's whole life, from its record to its end. Whatever ends it, the record says so only
 * after nothing of it is left.
 */
export async function liveMachine(
  parts: KeeperParts,
  life: Life,
  onRunning: (endsAt: number) => void,
): Promise<void> {
  const { log, store, switches } = parts;
  const { id } = life.machine;
  const { signal } = life.control;
  let outcome: { state: 'ended' | 'failed'; reason: string };
  try {
    life.served = await serveMachine(parts, life);
    onRunning(life.served.endsAt);
    log.info({ machineId: id }, 'machine is running');
    await Promise.race([life.served.over, aborted(signal)]);
    outcome = { state: 'ended', reason: 'The machine was lost: it stopped by itself.' };
  } catch (error) {
    outcome = { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
    if (!signal.aborted) log.warn({ err: error, machineId: id }, 'machine did not start');
  }
  if (life.timer !== null) clearTimeout(life.timer);
  if (signal.aborted) {
    outcome.state = 'ended';
    await delay(switches.get('endSlowMs', life.username)?.ms ?? 0);
  }
  await life.served?.clear();
  recordEnded(store, id, outcome.state, outcome.reason);
  log.info({ machineId: id, state: outcome.state }, 'machine is over');
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
