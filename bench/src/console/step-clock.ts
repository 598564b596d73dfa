/** What a start consists of, on either side; `page` and `sign-in` only where a browser is. */
export const stepNames = ['page', 'sign-in', 'spawn', 'shell', 'set-up', 'ssh'] as const;
type StepName = (typeof stepNames)[number];
export type StepsMs = Partial<Record<StepName, number>>;

/** Measures one step after the other, without a gap. */
export function stepClock(): { done: (name: StepName) => void; stepsMs: StepsMs } {
  const stepsMs: StepsMs = {};
  let begunAt = performance.now();
  return {
    stepsMs,
    done(name) {
      const now = performance.now();
      stepsMs[name] = now - begunAt;
      begunAt = now;
    },
  };
}

export function totalMs(steps: StepsMs): number {
  return Object.values(steps).reduce((sum, ms) => sum + ms, 0);
}
