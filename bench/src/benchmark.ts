import type { Place } from './place.ts';

/** One benchmark: two sides measured in one go on the same machine, and what their ratio should be. */
export interface Benchmark {
  name: string;
  /** What is divided by what, in one sentence. */
  about: string;
  goal: { ratio: number; isReachedBy: 'at least' | 'at most' };
  /** Measures. Throws MissingPart when something it needs is absent: then nothing is claimed. */
  run: (place: Place, options: BenchmarkOptions) => Promise<Measured>;
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
}
