import { useSyncExternalStore } from 'react';

/** One act that waits until its member has shown who they are. */
type Waiting = { settle: (confirmed: boolean) => void };

let waiting: readonly Waiting[] = [];
const listeners = new Set<() => void>();

/**
 * Asks the member to show who they are, once for all acts that wait for it.
 *
 * @returns true when the act may be sent again, false when the member did not want to
 */
export function askForConfirmation(): Promise<boolean> {
  return new Promise((settle) => change([...waiting, { settle }]));
}

/** Lets everything go on that waited, or gives it up. */
export function settleConfirmation(confirmed: boolean): void {
  const settled = waiting;
  change([]);
  for (const { settle } of settled) settle(confirmed);
}

/** Whether something waits. */
export function useAwaitsConfirmation(): boolean {
  return useSyncExternalStore(subscribe, () => waiting.length > 0);
}

function change(next: readonly Waiting[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
