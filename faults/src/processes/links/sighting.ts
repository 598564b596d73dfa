import type { Way } from '../proxy/proxy-state.ts';

/** A message seen on a line between two of the product's processes, before it goes on. */
export type Sighting =
  | { link: 'worker'; way: Way; worker: string; message: unknown }
  | { link: 'lab'; way: Way; method: string; path: string }
  /** `commit`: a transaction is about to commit. `statement`: one that is its own transaction. Up before the server has it, down before the client knows. */
  | { link: 'database'; way: Way; moment: 'commit' | 'statement'; text: string }
  /** Somebody's first bytes to a machine's SSH server. */
  | { link: 'machine'; way: 'up' };

/** Holds the message that was seen for as long as the promise is open; undefined lets it pass at once. */
export type See = (sighting: Sighting) => Promise<void> | undefined;
