import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { seedOf } from '../random.ts';
import type { Databases } from '../simulator/databases.ts';
import { runRound } from '../simulator/run-round.ts';
import { compressTimes } from '../simulator/times.ts';
import type { Mutant } from './mutants.ts';

/** Slow enough for a busy computer: what these bugs need is the acknowledgement's time alone, which is short. */
const factor = 2;
const ackMs = 1_000;
/** No bug here is one that only shows in what never settles: a busy computer is given some time, and no more. */
const settleMs = 15_000;
const size = { hosts: 1, workersEach: 5, slots: 4, members: 8 };
/** Faults that make these bugs show, and no others: what a worker says arrives after its lease went, an answer whose transaction dies. */
const without = [
  'kill_broker',
  'kill_host',
  'stop_host',
  'swallow',
  'cut',
  'copy_key',
  'drain',
  'drain_unheard',
  'revoke',
  'switch_lab',
  'vanish',
  'stranger',
] as const;
const plan = { ms: 8_000, hurtsPerSecond: 2.5, actsPerSecond: 5, without };

export interface Hunt {
  /** Rounds that were run. */
  rounds: number;
  /** Names of the mutants that no round found. */
  missed: string[];
}

/** Runs rounds with these bugs in the product, all at once, until each was found by its check, at most `roundsMax`. */
export async function huntMutants(
  mutants: readonly Mutant[],
  options: {
    seed: number;
    roundsMax: number;
    folder: string;
    databases: Databases;
    signal: AbortSignal;
    say: (line: string) => void;
  },
): Promise<Hunt> {
  const found = new Set<string>();
  const missed = (): Mutant[] =>
    mutants.filter(({ caughtBy }) => !caughtBy.some((check) => found.has(check)));
  let rounds = 0;
  while (missed().length > 0 && rounds < options.roundsMax && !options.signal.aborted) {
    const seed = seedOf(options.seed, `hunt/${rounds}`);
    rounds += 1;
    for (const check of await tryOnce(mutants, { ...options, seed })) found.add(check);
  }
  return { rounds, missed: missed().map(({ name }) => name) };
}

async function tryOnce(
  mutants: readonly Mutant[],
  {
    seed,
    folder,
    databases,
    signal,
    say,
  }: { seed: number } & Omit<Parameters<typeof huntMutants>[1], 'seed'>,
): Promise<Set<string>> {
  const { drop, ...urls } = await databases.make();
  const own = path.join(folder, `hunt-${seed}`);
  mkdirSync(own);
  const compressed = compressTimes(factor);
  const brokerEnv = {
    ...compressed.brokerEnv,
    BROKER_ACK_TIMEOUT_MS: String(ackMs),
    BROKER_PENALTY_MS: '200',
    BROKER_LOOP_INTERVAL_MS: '100',
  };
  const times = { ...compressed, brokerEnv, settleMs, orphansMs: settleMs, ackMs };
  try {
    const options = { folder: own, ...urls, size, plan, times, labLevel: 0.5, mutants, say };
    const { findings, figures } = await runRound(seed, options, signal);
    say(
      `seed ${seed}: ${figures['machines']} machines, ${figures['reports']} reports, found ${[...new Set(findings.map(({ check }) => check))].join(', ')}`,
    );
    return new Set(findings.map(({ check }) => check));
  } finally {
    rmSync(own, { recursive: true, force: true });
    await drop();
  }
}
