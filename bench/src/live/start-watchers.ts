import { createInterface } from 'node:readline';
import type { Place } from '../place.ts';
import type { Target } from './watchers/open-watchers.ts';

export interface BenchWatchers {
  /** Resolves when every watcher was sent the log up to this chunk. Throws when one of them was closed. */
  allReach(seq: number): Promise<void>;
}

/** Pages that watch, in a process of their own; resolves when all of them are open and were sent their first frame. */
export async function startWatchers(place: Place, targets: readonly Target[]): Promise<BenchWatchers> {
  const child = place.startNode('bench/src/live/watchers/main.ts');
  const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
  const ask = async (question: unknown): Promise<{ closed?: number }> => {
    child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { done, value } = await lines.next();
    if (done === true) throw new Error('the watchers ended');
    return JSON.parse(value) as { closed?: number };
  };
  await ask(targets);
  return {
    async allReach(seq) {
      const { closed = 0 } = await ask({ seq });
      if (closed > 0) throw new Error(`${closed} watchers were closed`);
    },
  };
}
