import type { Benchmark } from '../benchmark.ts';

/** In words whether the goal was reached, and whether the host was too busy for the answer to mean much. */
export function describeOutcome(
  { goal }: Pick<Benchmark, 'goal'>,
  ratio: number,
  host: { load: number; processors: number },
): string[] {
  const isReached = goal.isReachedBy === 'at least' ? ratio >= goal.ratio : ratio <= goal.ratio;
  const found = isReached ? 'The goal was reached' : 'The goal was missed';
  const isBusy = host.load > host.processors / 2;
  return [
    `${found}: ${ratio.toFixed(2)}, where ${goal.isReachedBy} ${goal.ratio} is wanted.`,
    ...(isBusy
      ? [
          `This host was busy with other work at the start (load ${host.load.toFixed(1)} on ${host.processors} processors): measure again when it is quiet before you rely on it.`,
        ]
      : []),
  ];
}

/** The last line of every run. */
export function closingLine(benchmark: { name: string; goal: { ratio: number } }, ratio: number): string {
  return `${benchmark.name}: ratio ${ratio.toFixed(2)}, goal ${benchmark.goal.ratio}`;
}
