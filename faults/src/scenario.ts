/**
 * One way to hurt the product, and what must hold all the same. A scenario is opened once and then run round after
 * round; the same seed does the same things in the same order.
 */
export interface Scenario {
  /** One or two words with hyphens; `--only` takes it. */
  name: string;
  /** What is done to whom, in one sentence. */
  about: string;
  /** Which of docs/reliability.md's promises a violation would break. */
  promises: readonly number[];
  /** How much of the run's time it gets, relative to the others. */
  weight: number;
  /** The seed of a run's n-th round, where rounds are not drawn but gone through. */
  seedAt?: (seed: number, index: number) => number;
  open: (place: FaultPlace) => Promise<Stage>;
}

/** Where one scenario happens. */
export interface FaultPlace {
  /** A folder of its own, removed at the end; what runs as another user may enter it. */
  folder: string;
  /** Prints a line at once. */
  say: (line: string) => void;
  /** Runs `end` when the scenario is over, the newest first. */
  atEnd: (end: () => void | Promise<void>) => void;
}

/** What a scenario set up: database, processes, a lab. */
export interface Stage {
  /**
   * One round. Answers with what was counted, e.g. `{ machines: 40, kills: 3 }`; rounds are added up,
   * but of names that begin with `most ` the highest is kept. An aborted signal ends it: whatever it throws then counts for nothing.
   *
   * @throws Violation when a promise was broken; any other error means that the round itself could not be run
   */
  round: (seed: number, signal: AbortSignal) => Promise<Figures>;
}

export type Figures = Record<string, number>;

/** A broken promise: what was seen that must never be, with the facts to find it by. */
export class Violation extends Error {
  override name = 'Violation';
  readonly facts: Record<string, unknown>;

  constructor(message: string, facts: Record<string, unknown> = {}) {
    super(message);
    this.facts = facts;
  }
}
