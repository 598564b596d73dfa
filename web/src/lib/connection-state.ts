import { useSyncExternalStore } from 'react';

/** `server_away`: the broker restarts or cannot be reached; `offline`: this device has no network. */
export type ConnectionState = 'online' | 'offline' | 'server_away';

let serverAway = false;
const listeners = new Set<() => void>();

function current(): ConnectionState {
  if (!navigator.onLine) return 'offline';
  return serverAway ? 'server_away' : 'online';
}

/** Every request reports here whether the broker answered. */
export function noteServerAnswer(answered: boolean): void {
  if (serverAway === !answered) return;
  serverAway = !answered;
  for (const listener of listeners) listener();
}

/** Calls `listener` each time that the server answers again after it was away. Answers how to stop. */
export function onServerBack(listener: () => void): () => void {
  const heard = (): void => {
    if (!serverAway) listener();
  };
  listeners.add(heard);
  return () => listeners.delete(heard);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

export function useConnectionState(): ConnectionState {
  return useSyncExternalStore(subscribe, current);
}
