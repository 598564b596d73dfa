import type { BrokerContext } from '../../../context.ts';
import { noteUses } from '../../machines/index.ts';

/** Tells the machines' rows when they were last used through this broker: at the end of a line, and every minute while it is open. */
export interface UseNotes {
  /** A machine said something. Cheap: nothing is written now. */
  carried(machineId: string): void;
  ended(machineId: string): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

const noteEveryMs = 60_000;

export function createUseNotes(ctx: Pick<BrokerContext, 'db' | 'log'>): UseNotes {
  /** When each one last said something that is not written yet. */
  const saidAt = new Map<string, number>();
  const due = new Set<string>();
  let writing: Promise<void> | null = null;

  async function writeDue(): Promise<void> {
    while (due.size > 0) {
      const now = performance.now();
      const uses = [...due].flatMap((machineId) => {
        const at = saidAt.get(machineId);
        saidAt.delete(machineId);
        return at === undefined ? [] : [{ machineId, agoMs: now - at }];
      });
      due.clear();
      if (uses.length === 0) continue;
      await noteUses(ctx.db, uses).catch((error: unknown) =>
        ctx.log.error({ err: error }, 'the use of machines could not be noted'),
      );
    }
    writing = null;
  }

  function write(machineIds: Iterable<string>): void {
    for (const machineId of machineIds) due.add(machineId);
    if (due.size > 0) writing ??= writeDue();
  }

  const timer = setInterval(() => write(saidAt.keys()), noteEveryMs);
  timer.unref();
  return {
    carried: (machineId) => void saidAt.set(machineId, performance.now()),
    ended(machineId) {
      if (saidAt.has(machineId)) write([machineId]);
    },
    async close() {
      clearInterval(timer);
      write(saidAt.keys());
      await writing;
    },
  };
}
