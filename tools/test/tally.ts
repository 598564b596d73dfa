/** One thing that was examined: a test, a gate, or the look for processes left behind. */
export interface Outcome {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped: what is absent. */
  reason?: string | undefined;
}

/**
 * The report of a run: the skipped by name, then the closing line.
 *
 * @param strict true in CI, where something that was skipped was not tested and counts as failed
 */
export function tally(outcomes: readonly Outcome[], strict: boolean): { lines: string[]; exitCode: number } {
  const skipped = outcomes.filter((outcome) => outcome.state === 'skipped');
  const passed = outcomes.filter((outcome) => outcome.state === 'passed').length;
  const failed = outcomes.filter((outcome) => outcome.state === 'failed');
  const failures = failed.length + (strict ? skipped.length : 0);
  const counts = [`${passed} passed`, `${failures} failed`];
  if (skipped.length > 0 && !strict) counts.push(`${skipped.length} skipped`);
  return {
    lines: [
      ...failed.map((outcome) => `failed: ${outcome.name}`),
      ...skipped.map((outcome) => `skipped: ${outcome.name}: ${outcome.reason ?? 'no reason given'}`),
      ...(strict && skipped.length > 0 ? ['In CI nothing may be skipped: install what is absent.'] : []),
      ...(passed + failures === 0 ? ['Nothing ran: no test or gate matches.'] : []),
      counts.join(', '),
    ],
    exitCode: failures > 0 || passed === 0 ? 1 : 0,
  };
}
