/** Random choices that a seed repeats. */
export interface Random {
  /** A number from 0 up to, and without, 1. */
  fraction: () => number;
  /** A whole number from `from` to `to`, both included. */
  whole: (from: number, to: number) => number;
  chance: (probability: number) => boolean;
  /** @throws RangeError when there is nothing to pick from */
  pick: <Value>(values: readonly Value[]) => Value;
  shuffle: <Value>(values: readonly Value[]) => Value[];
  /** Another sequence, of its own, that depends on the seed and the name only: parts that run side by side stay repeatable. */
  fork: (name: string) => Random;
}

/** The sequence of a seed (a whole number of 32 bits), by mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  const whole = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1));

  function pick<Value>(values: readonly Value[]): Value {
    const index = whole(0, values.length - 1);
    if (index >= values.length || values.length === 0) throw new RangeError('There is nothing to pick from.');
    return values[index] as Value;
  }

  return {
    fraction,
    whole,
    chance: (probability) => fraction() < probability,
    pick,
    shuffle(values) {
      const shuffled = [...values];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = whole(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other] as never, shuffled[last] as never];
      }
      return shuffled;
    },
    fork: (name) => createRandom(seedOf(seed, name)),
  };
}

/** A seed made of a seed and a name (FNV-1a over both). */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}:${name}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
