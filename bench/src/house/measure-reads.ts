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

// They warm both: code that is not compiled yet, plans that are not made.
const warmUps = 10;

/** Asks both houses for everything that the admin pages ask for, one request at a time, the houses alternating with each request. */
export async function measureReads(
  houses: { full: House; small: House },
  { asks }: { asks: number },
): Promise<ReadFigures[]> {
  const small = new Map((await listReads(houses.small)).map(({ name, path }) => [name, path]));
  const figures: ReadFigures[] = [];
  for (const { name, path } of await listReads(houses.full)) {
    const samples = await measureSideBySide(
      {
        small: () => ask(houses.small, small.get(name) ?? path),
        full: () => ask(houses.full, path),
      },
      { rounds: warmUps + asks },
    );
    figures.push({ name, full: describe(samples.full), small: describe(samples.small) });
  }
  return figures;
}

async function ask(house: House, path: string): Promise<number> {
  const startedAt = performance.now();
  await readHouse(house, path);
  return performance.now() - startedAt;
}

function describe(all: number[]): { p50Ms: number; p95Ms: number } {
  const tookMs = all.slice(warmUps);
  return { p50Ms: percentile(tookMs, 0.5), p95Ms: percentile(tookMs, 0.95) };
}
