/**
 * Measures several sides in rounds: every round measures each of them once, every second round in the other order, so that what
 * drifts (a warm cache, a busy neighbour) falls on all alike.
 *
 * @param between runs before every single measurement, e.g. to bring the database back to where it was
 * @returns every side's samples, one for each round
 */
export async function measureSideBySide<Name extends string, Sample>(
  sides: Record<Name, () => Promise<Sample>>,
  { rounds, between }: { rounds: number; between?: (side: Name) => Promise<void> },
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(sides) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      await between?.(name);
      samples[name].push(await sides[name]());
    }
  }
  return samples;
}
