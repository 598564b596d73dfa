import type { Random } from '../random.ts';

/** One thing that is done in a round, and when, in milliseconds from its beginning. */
export type Step = { atMs: number } & (Hurt | Act);

export type Hurt =
  | { do: 'kill_host'; host: number; forMs: number }
  | { do: 'stop_host'; host: number; forMs: number }
  | { do: 'cut'; worker: string }
  | { do: 'swallow'; worker: string; direction: 'up' | 'down' | 'both'; forMs: number }
  | { do: 'stall'; worker: string; forMs: number }
  | { do: 'kill_broker'; forMs: number }
  | { do: 'end_connections' }
  | { do: 'copy_key'; worker: string }
  | { do: 'drain'; worker: string; forMs: number }
  | { do: 'drain_unheard'; worker: string; forMs: number }
  | { do: 'revoke'; worker: string }
  | { do: 'switch_lab'; forMs: number; ends: boolean }
  | { do: 'vanish' }
  | { do: 'stranger' };

export interface Act {
  do: 'buy' | 'double_buy' | 'burst_buy' | 'stop' | 'cancel' | 'extend' | 'restart';
  member: number;
  /** Of two products, or of the member's machines. */
  pick: number;
  key: string;
}

export interface PlanSize {
  ms: number;
  members: number;
  workers: readonly (readonly string[])[];
  lostMs: number;
  ackMs: number;
  /** Hurts a second; acts of all members a second. */
  hurtsPerSecond: number;
  actsPerSecond: number;
  /** Faults that are left out, to look at one alone. */
  without?: readonly Hurt['do'][];
}

const hurtWeights = {
  kill_host: 10,
  stop_host: 14,
  cut: 16,
  swallow: 10,
  stall: 14,
  kill_broker: 5,
  end_connections: 10,
  copy_key: 1,
  drain: 4,
  drain_unheard: 4,
  revoke: 1,
  switch_lab: 2,
  vanish: 10,
  stranger: 10,
} as const satisfies Record<Hurt['do'], number>;

const actWeights = {
  buy: 44,
  double_buy: 10,
  burst_buy: 4,
  stop: 24,
  cancel: 8,
  extend: 8,
  restart: 4,
} as const;

/** Everything that is done in a round, in order. The same seed and size make the same plan. */
export function makePlan(random: Random, size: PlanSize): Step[] {
  const hurts = random.fork('hurts');
  const acts = random.fork('acts');
  const steps: Step[] = [];
  for (let atMs = 500; (atMs += hurts.whole(0, 2_000 / size.hurtsPerSecond)) < size.ms;)
    steps.push({ atMs, ...chooseHurt(hurts, size) });
  for (let atMs = 0; (atMs += acts.whole(0, 2_000 / size.actsPerSecond)) < size.ms;)
    steps.push({ atMs, ...chooseAct(acts, size.members) });
  return steps.toSorted((one, other) => one.atMs - other.atMs);
}

function chooseHurt(random: Random, size: PlanSize): Hurt {
  const left = Object.entries(hurtWeights).filter(([name]) => !size.without?.some((out) => out === name));
  const kind = pickWeighted(random, left) as Hurt['do'];
  const host = random.whole(0, size.workers.length - 1);
  const worker = random.pick(random.pick(size.workers));
  const brief = random.whole(100, size.lostMs);
  const long = random.whole(100, Math.round(size.lostMs * 1.6));
  switch (kind) {
    case 'kill_host':
      return { do: kind, host, forMs: brief };
    case 'stop_host':
      return { do: kind, host, forMs: long };
    case 'swallow':
      return { do: kind, worker, direction: random.pick(['up', 'down', 'both'] as const), forMs: long };
    case 'stall':
      return {
        do: kind,
        worker,
        forMs: random.whole(Math.round(size.ackMs * 1.3), Math.round(size.ackMs * 2.2)),
      };
    case 'kill_broker':
      return { do: kind, forMs: random.whole(0, 1_500) };
    case 'switch_lab':
      return { do: kind, forMs: Math.round(brief / 3), ends: random.chance(0.5) };
    case 'drain':
    case 'drain_unheard':
      return { do: kind, worker, forMs: long };
    case 'cut':
    case 'copy_key':
    case 'revoke':
      return { do: kind, worker };
    case 'end_connections':
    case 'vanish':
    case 'stranger':
      return { do: kind };
  }
}

function chooseAct(random: Random, members: number): Act {
  const kind = pickWeighted(random, Object.entries(actWeights)) as Act['do'];
  return {
    do: kind,
    member: random.whole(0, members - 1),
    pick: random.whole(0, 1_000),
    key: `simulator-${random.whole(0, 1e9)}-${random.whole(0, 1e9)}`,
  };
}

function pickWeighted(random: Random, weights: [string, number][]): string {
  let left = random.fraction() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of weights) if ((left -= weight) < 0) return name;
  return weights[0]?.[0] ?? '';
}
