/** The last line of every run. */
export function closingLine(benchmark: { name: string; goal: { ratio: number } }, ratio: number): string {
  return `${benchmark.name}: ratio ${ratio.toFixed(2)}, goal ${benchmark.goal.ratio}`;
}
