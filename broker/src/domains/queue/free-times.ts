/** When each slot of a pool (or each place of a lab) is free, in ms from now. */
export interface FreeTimes {
  /** One more that will be free then. */
  add(key: string, freeAt: number): void;
  /** When the next one is free; infinity when there is none at all. */
  next(key: string): number;
  /** Takes the next one; it is free again then. */
  take(key: string, freeAt: number): void;
}

/** `free` = how many are free now. They are counted, not listed: there may be thousands. */
export function createFreeTimes(free: ReadonlyMap<string, number>): FreeTimes {
  const freeNow = new Map(free);
  const heaps = new Map<string, number[]>();

  function heapOf(key: string): number[] {
    const found = heaps.get(key) ?? [];
    heaps.set(key, found);
    return found;
  }

  return {
    add: (key, freeAt) => push(heapOf(key), freeAt),
    next: (key) => ((freeNow.get(key) ?? 0) > 0 ? 0 : (heapOf(key)[0] ?? Infinity)),
    take(key, freeAt) {
      const now = freeNow.get(key) ?? 0;
      if (now > 0) freeNow.set(key, now - 1);
      else if (heapOf(key).length > 0) pop(heapOf(key));
      else return;
      push(heapOf(key), freeAt);
    },
  };
}

/** A binary heap, the smallest first. */
function push(heap: number[], value: number): void {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] ?? -Infinity;
    if (parent <= value) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = value;
}

function pop(heap: number[]): void {
  const value = heap.pop();
  if (value === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const least = (heap[right] ?? Infinity) < (heap[left] ?? Infinity) ? right : left;
    const child = heap[least] ?? Infinity;
    if (child >= value) break;
    heap[at] = child;
    at = least;
  }
  heap[at] = value;
}
