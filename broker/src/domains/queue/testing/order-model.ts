/** A machine of one queue (one pool and one lab), as the order sees it. Times in ms. */
export interface ModelMachine {
  id: string;
  takerId: string;
  base: 0 | 1 | 2;
  queuedAt: number;
  /** It was given to a worker before and came back. */
  isRetry: boolean;
}

export interface ModelQueue {
  machines: readonly ModelMachine[];
  /** When each taker was last given one. */
  lastGrantedAt: ReadonlyMap<string, number>;
}

export const modelAgeingMs = 300_000;

/** The queue's order once more, in plain steps: what the SQL must say (see selectQueued). */
export function orderOfService({ machines, lastGrantedAt }: ModelQueue, now: number): ModelMachine[] {
  const groups = Map.groupBy(machines, ({ takerId, base, isRetry }) => `${takerId} ${base} ${isRetry}`);
  const ranked = [...groups.values()].flatMap((group) => {
    const mine = group.toSorted(byAge);
    const waitsSince = Math.max(
      mine[0]?.queuedAt ?? 0,
      lastGrantedAt.get(mine[0]?.takerId ?? '') ?? -Infinity,
    );
    return mine.map((machine, n) => {
      const [turn, since] = machine.isRetry ? [1, machine.queuedAt] : [n + 1, waitsSince];
      return { machine, turn, since, class: turn === 1 ? classOf(machine, since) : machine.base };
    });
  });
  function classOf({ base }: ModelMachine, since: number): number {
    return base + Math.floor(Math.max(now - since, 0) / modelAgeingMs);
  }
  return ranked
    .toSorted(
      (a, b) => b.class - a.class || a.turn - b.turn || a.since - b.since || byAge(a.machine, b.machine),
    )
    .map(({ machine }) => machine);
}

function byAge(a: ModelMachine, b: ModelMachine): number {
  return a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1);
}

/** The queue after its first was given to a worker at that time. */
export function serveFirst(
  queue: ModelQueue,
  now: number,
): { served: ModelMachine; left: ModelQueue } | null {
  const [served] = orderOfService(queue, now);
  if (!served) return null;
  return {
    served,
    left: {
      machines: queue.machines.filter((machine) => machine !== served),
      // A retry had its turn before.
      lastGrantedAt: served.isRetry
        ? queue.lastGrantedAt
        : new Map([...queue.lastGrantedAt, [served.takerId, now]]),
    },
  };
}
