import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { seedOf } from '../random.ts';
import type { Databases } from '../simulator/databases.ts';
import { runRound } from '../simulator/run-round.ts';
import { compressTimes } from '../simulator/times.ts';
import type { Mutant } from './mutants.ts';

const factor = 20;
/** What the product needs to settle is not waited for: no bug here is one that only shows then. */
const settleMs = 2_000;
const size = { hosts: 2, workersEach: 3, slots: 2, members: 6 };
/** Faults that make these bugs show, and no others: a report that comes late, an answer whose transaction dies. */
const without = ['kill_broker', 'kill_host', 'copy_key', 'drain', 'revoke', 'switch_lab', 'vanish', 'stranger'] as const;
const plan = { ms: 9_000, hurtsPerSecond: 3, actsPerSecond: 6, without };

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
  const missed = (): Mutant[] => mutants.filter(({ caughtBy }) => !found.has(caughtBy));
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
  { seed, folder, databases, signal, say }: { seed: number } & Omit<Parameters<typeof huntMutants>[1], 'seed'>,
): Promise<Set<string>> {
  const { drop, ...urls } = await databases.make();
  const own = path.join(folder, `hunt-${seed}`);
  mkdirSync(own);
  const times = { ...compressTimes(factor), settleMs };
  try {
    const options = { folder: own, ...urls, size, plan, times, labLevel: 0.5, mutants, say };
    const { findings } = await runRound(seed, options, signal);
    return new Set(findings.map(({ check }) => check));
  } finally {
    rmSync(own, { recursive: true, force: true });
    await drop();
  }
}
