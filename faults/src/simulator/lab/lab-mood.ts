import type { Random } from '../../random.ts';

/** What the lab does with one request. */
export interface Mood {
  /** Before anything else. */
  waitMs: number;
  /** `error`: 500 and nothing done. `lost`: done, and the line cut instead of an answer. `failed_after`: done, and 500. */
  answer: 'ok' | 'error' | 'lost' | 'failed_after';
  /** A start makes two; a list lies. */
  trick: 'none' | 'twin' | 'empty' | 'partial';
}

export interface LabMoods {
  next: (kind: 'sign_in' | 'start' | 'list' | 'show' | 'change', seat: string) => Mood;
  /** How long a new machine is missing from the list. */
  listLagMs: (seat: string) => number;
  /** Faults end: from now on every mood is good. */
  calm: () => void;
}

const good: Mood = { waitMs: 0, answer: 'ok', trick: 'none' };

/**
 * The n-th request of a kind on a seat has the same mood with the same seed, whatever came before it elsewhere. Two lies of a list
 * never follow each other within `lagMs`: a machine that two looks did not find is taken for gone, as documented.
 */
export function createMoods(random: Random, options: { lagMs: number; level: number }): LabMoods {
  const counts = new Map<string, number>();
  const liedAt = new Map<string, number>();
  let isCalm = false;

  function nth(kind: string, seat: string): Random {
    const name = `${kind}/${seat}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return random.fork(`${name}/${count}`);
  }

  function lie(one: Random, seat: string): Mood['trick'] {
    if (!one.chance(0.04 * options.level)) return 'none';
    const now = performance.now();
    if (now - (liedAt.get(seat) ?? -Infinity) < options.lagMs * 3) return 'none';
    liedAt.set(seat, now);
    return one.pick(['empty', 'partial'] as const);
  }

  return {
    next(kind, seat) {
      if (isCalm) return good;
      const { level } = options;
      const one = nth(kind, seat);
      const waitMs = one.chance(0.1 * level) ? one.whole(10, 400) : 0;
      const answer = one.chance(0.97 ** level) ? 'ok' : one.pick(['error', 'lost', 'failed_after'] as const);
      if (kind === 'start') {
        const startAnswer = one.chance(0.85 ** level)
          ? answer
          : one.pick(['error', 'lost', 'failed_after'] as const);
        return { waitMs, answer: startAnswer, trick: one.chance(0.08 * level) ? 'twin' : 'none' };
      }
      return { waitMs, answer, trick: kind === 'list' ? lie(one, seat) : 'none' };
    },
    listLagMs: (seat) => (isCalm ? 0 : nth('lag', seat).whole(0, options.lagMs)),
    calm: () => void (isCalm = true),
  };
}
