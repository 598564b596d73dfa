/**
 * How often a property is tried, and from which seed: the usual number in `npm test`; the fault suite asks for more by
 * PROPERTY_RUNS and PROPERTY_SEED.
 */
export function propertyRuns(usual: number): { numRuns: number; seed?: number } {
  const { PROPERTY_RUNS: runs, PROPERTY_SEED: seed } = process.env;
  return { numRuns: Number(runs ?? usual), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}
