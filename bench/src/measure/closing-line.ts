import type { Goal } from '../benchmark.ts';

type Judged = { name: string; goal: Goal; ratio: number };

/** In words whether each goal was reached, and whether the host was too busy for the answer to mean much. */
export function describeOutcome(
  judged: readonly Judged[],
  host: { load: number; processors: number },
): string[] {
  const isBusy = host.load > host.processors / 2;
  return [
    ...judged.map((one) => `${judged.length > 1 ? `${one.name}: ` : ''}${describeGoal(one)}`),
    ...(isBusy
      ? [
          `This host was busy with other work at the start (load ${host.load.toFixed(1)} on ${host.processors} processors): measure again when it is quiet before you rely on it.`,
        ]
      : []),
  ];
}

function describeGoal({ goal, ratio }: Judged): string {
  const isReached = goal.isReachedBy === 'at least' ? ratio >= goal.ratio : ratio <= goal.ratio;
  const found = isReached ? 'The goal was reached' : 'The goal was missed';
  return `${found}: ${ratio.toFixed(2)}, where ${goal.isReachedBy} ${goal.ratio} is wanted.`;
}

/** The last line of every run. */
export function closingLine({
  name,
  goal,
  ratio,
}: Pick<Judged, 'name' | 'ratio'> & { goal: { ratio: number } }): string {
  return `${name}: ratio ${ratio.toFixed(2)}, goal ${goal.ratio}`;
}
