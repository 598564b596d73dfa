/** What one check found. `examined` is how many things it looked at: a check that saw nothing has failed. */
export interface Finding {
  ok: boolean;
  examined: number;
  /** The faults, and what to do about them; empty when ok. */
  text: string;
}

/** A rule of this repository. `run` examines the checkout at `root`. */
export interface Check {
  name: string;
  run: (root: string) => Promise<Finding>;
}

export interface CheckResult extends Finding {
  name: string;
  durationMs: number;
}
