import { useSyncExternalStore } from 'react';

/** The request that was refused, e.g. `PUT` and `/api/v1/admin/mail`: enough to say what is being done. */
export type WaitingAct = { method: string; path: string };

/** One act that waits until its member has shown who they are. */
type Waiting = { act: WaitingAct; settle: (confirmed: boolean) => void };

let waiting: readonly Waiting[] = [];
const listeners = new Set<() => void>();

/**
 * Asks the member to show who they are, once for all acts that wait for it.
 *
 * @returns true when the act may be sent again, false when the member did not want to
 */
export function askForConfirmation(act: WaitingAct): Promise<boolean> {
  return new Promise((settle) => change([...waiting, { act, settle }]));
}

/** Lets everything go on that waited, or gives it up. */
export function settleConfirmation(confirmed: boolean): void {
  const settled = waiting;
  change([]);
  for (const { settle } of settled) settle(confirmed);
}

/** What waits; of several acts the first. */
export function useWaitingAct(): WaitingAct | undefined {
  return useSyncExternalStore(subscribe, () => waiting[0]?.act);
}

function change(next: readonly Waiting[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
