import type { Place } from './place.ts';

/** One benchmark: two sides measured in one go on the same machine, and what their ratio should be. */
export interface Benchmark {
  name: string;
  /** What is divided by what, in one sentence. */
  about: string;
  goal: Goal;
  /** Measures. Throws MissingPart when something it needs is absent: then nothing is claimed. */
  run: (place: Place, options: BenchmarkOptions) => Promise<Measured>;
}

export interface Goal {
  ratio: number;
  isReachedBy: 'at least' | 'at most';
}

export interface BenchmarkOptions {
  /** Fewer and shorter rounds: shows that it works, its figures are not for keeping. */
  quick: boolean;
  /** Prints a line at once. */
  say: (line: string) => void;
}

export interface Measured {
  ratio: number;
  /** The figures behind the ratio, with their spread, as lines for a person. */
  lines: string[];
  /** What was measured in the same go and has a goal of its own; its name follows the benchmark's. */
  others?: readonly { name: string; ratio: number; goal: Goal }[];
}
