import { buildWeb } from '../../../tools/web-build.ts';
import type { Benchmark, BenchmarkOptions, Measured } from '../benchmark.ts';
import { figure } from '../measure/figures.ts';
import { repositoryFolder, type Place } from '../place.ts';
import { startPostgres } from '../start-postgres.ts';
import { fullHouse, smallHouse } from './house-size.ts';
import { measureExport } from './measure-export.ts';
import { measurePages, type PageFigures } from './measure-pages.ts';
import { measureReads, type ReadFigures } from './measure-reads.ts';
import { openHouse } from './open-house.ts';

/** What the admin pages' reads cost more when there is a hundred times as much. */
export const house: Benchmark = {
  name: 'house',
  about: `the worst p95 of an admin page's read with ${figure(fullHouse.members)} members, ${figure(fullHouse.transfers)} transfers and ${figure(fullHouse.machines)} machines ÷ with a hundredth of them`,
  goal: { ratio: 3, isReachedBy: 'at most' },
  run: measureHouse,
};

async function measureHouse(place: Place, { quick, say }: BenchmarkOptions): Promise<Measured> {
  await buildWeb(repositoryFolder);
  const { superuserUrl } = await startPostgres(place);
  const startedAt = performance.now();
  const small = await openHouse(place, { name: 'small', size: smallHouse, superuserUrl });
  const full = await openHouse(place, { name: 'full', size: fullHouse, superuserUrl });
  say(
    `  both houses stand after ${figure((performance.now() - startedAt) / 1000)} s, and their coins add up`,
  );
  const reads = await measureReads({ full, small }, { asks: quick ? 10 : 100 });
  say('reads, ms: p50 and p95 of the full house, of the small one, and the ratio of the p95');
  const worst = reads.toSorted((a, b) => ratioOf(b) - ratioOf(a));
  for (const read of worst) say(describeRead(read));
  const exported = await measureExport(full);
  const pages = await measurePages(place, full, { rounds: quick ? 1 : 3 });
  return {
    ratio: ratioOf(worst[0] ?? nothing()),
    lines: [
      exported,
      'pages of the full house from click to drawn, ms: median and worst',
      ...pages.map(describePage),
    ],
  };
}

function ratioOf({ full, small }: ReadFigures): number {
  return full.p95Ms / small.p95Ms;
}

function nothing(): never {
  throw new Error('nothing was read');
}

function describeRead(read: ReadFigures): string {
  const { name, full, small } = read;
  const [a, b, c, d] = [full.p50Ms, full.p95Ms, small.p50Ms, small.p95Ms].map((ms) => cell(ms));
  return `  ${name.padEnd(26)} ${a} ${b}  ${c} ${d}  ${ratioOf(read).toFixed(2)}`;
}

function describePage({ name, p50Ms, worstMs }: PageFigures): string {
  return `  ${name.padEnd(26)} ${cell(p50Ms)} ${cell(worstMs)}`;
}

function cell(ms: number): string {
  return figure(ms, 1).padStart(7);
}
