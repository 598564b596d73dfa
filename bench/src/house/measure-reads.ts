import { percentile } from '../measure/figures.ts';
import { measureSideBySide } from '../measure/side-by-side.ts';
import { readHouse } from './ask-house.ts';
import { listReads } from './list-reads.ts';
import type { House } from './open-house.ts';

/** What one read cost in either house, in ms. */
export interface ReadFigures {
  name: string;
  full: { p50Ms: number; p95Ms: number };
  small: { p50Ms: number; p95Ms: number };
}

/** Asks both houses in turn for everything that the admin pages ask for, one request at a time. */
export async function measureReads(
  houses: { full: House; small: House },
  { rounds, asks }: { rounds: number; asks: number },
): Promise<ReadFigures[]> {
  const small = new Map((await listReads(houses.small)).map(({ name, path }) => [name, path]));
  const figures: ReadFigures[] = [];
  for (const { name, path } of await listReads(houses.full)) {
    const samples = await measureSideBySide(
      {
        small: () => askOften(houses.small, small.get(name) ?? path, asks),
        full: () => askOften(houses.full, path, asks),
      },
      // The first warms both: code that is not compiled yet, plans that are not made.
      { rounds: rounds + 1 },
    );
    figures.push({ name, full: describe(samples.full), small: describe(samples.small) });
  }
  return figures;
}

async function askOften(house: House, path: string, asks: number): Promise<number[]> {
  const tookMs: number[] = [];
  for (let ask = 0; ask < asks; ask += 1) {
    const startedAt = performance.now();
    await readHouse(house, path);
    tookMs.push(performance.now() - startedAt);
  }
  return tookMs;
}

function describe(rounds: number[][]): { p50Ms: number; p95Ms: number } {
  const tookMs = rounds.slice(1).flat();
  return { p50Ms: percentile(tookMs, 0.5), p95Ms: percentile(tookMs, 0.95) };
}
