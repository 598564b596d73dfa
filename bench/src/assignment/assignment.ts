import path from 'node:path';
import pg from 'pg';
import { readConfig } from '../../../broker/src/config.ts';
import { openContext } from '../../../broker/src/context.ts';
import { allocateMachines } from '../../../broker/src/domains/fleet/index.ts';
import type { Benchmark, BenchmarkOptions, Measured } from '../benchmark.ts';
import { createDatabase } from '../create-database.ts';
import { describeSpread, median, percentile } from '../measure/figures.ts';
import { measureSideBySide } from '../measure/side-by-side.ts';
import type { Place } from '../place.ts';
import { startPostgres } from '../start-postgres.ts';
import { type BenchFleet, openFleet } from './fleet.ts';

const few = { workers: 10, capacity: 64 };
const many = { workers: 10_000, capacity: 4 };
/** Between two rounds of heartbeats of twenty workers each; the same on both sides. */
const beatEveryMs = 100;
const longAgoMs = 3_600_000;

/** What a placement costs more when there are a thousand times as many workers. */
export const assignment: Benchmark = {
  name: 'assignment',
  about: `p99 of placing one machine among ${many.workers} workers ÷ among ${few.workers}`,
  goal: { ratio: 1.5, isReachedBy: 'at most' },
  run: measureAssignment,
};

interface Sample {
  p50Ms: number;
  p99Ms: number;
  perSecond: number;
  spread: number;
}

async function measureAssignment(place: Place, { quick, say }: BenchmarkOptions): Promise<Measured> {
  const postgres = await startPostgres(place);
  const counts = quick ? { single: 60, burst: 100 } : { single: 200, burst: 200 };
  const fewSide = await openSide(place, postgres.superuserUrl, few);
  const manySide = await openSide(place, postgres.superuserUrl, many);
  const samples = await measureSideBySide(
    { few: () => measureOnce(fewSide, counts), many: () => measureOnce(manySide, counts) },
    { rounds: quick ? 2 : 6 },
  );
  for (const [round, sample] of samples.many.entries()) {
    const other = samples.few[round];
    say(
      `  round ${round}: ${few.workers} workers p99 ${other?.p99Ms.toFixed(1)} ms, ${many.workers} workers p99 ${sample.p99Ms.toFixed(1)} ms${round === 0 ? ' (to warm up)' : ''}`,
    );
  }
  return summarize(samples.few.slice(1), samples.many.slice(1));
}

interface Side {
  fleet: BenchFleet;
  /** One round of the real allocator, as after a wake-up. */
  allocate: () => Promise<{ placed: number; isMore: boolean }>;
}

/** A database of its own with such a fleet, and a broker's context on it. */
async function openSide(
  place: Place,
  superuserUrl: string,
  size: { workers: number; capacity: number },
): Promise<Side> {
  const name = `fleet_${size.workers}`;
  const url = await createDatabase(superuserUrl, name);
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  place.atEnd(() => database.end());
  const fleet = await openFleet(database, size);
  const ctx = await openContext(
    readConfig({
      COINSLOT_DATA_DIR: path.join(place.folder, name),
      DATABASE_URL: url,
      LOG_LEVEL: 'silent',
      // No worker sends anything here but what the heartbeats of the benchmark write.
      BROKER_SUSPECT_AFTER_MS: '3000000',
      BROKER_FENCE_AFTER_MS: '3100000',
      BROKER_LOST_AFTER_MS: '3200000',
    }),
  );
  place.atEnd(() => ctx.close());
  return { fleet, allocate: () => allocateMachines(ctx, { startedAgoMs: longAgoMs, orphansToo: false }) };
}

async function measureOnce(
  { fleet, allocate }: Side,
  { single, burst }: { single: number; burst: number },
): Promise<Sample> {
  await fleet.reset();
  const stopBeating = keepBeating(fleet);
  const latenciesMs: number[] = [];
  for (let n = 0; n < single; n += 1) {
    await fleet.enqueue(1);
    const startedAt = performance.now();
    const { placed } = await allocate();
    latenciesMs.push(performance.now() - startedAt);
    if (placed !== 1) throw new Error(`one machine waited and ${placed} were placed`);
  }
  await fleet.enqueue(burst);
  const startedAt = performance.now();
  while ((await allocate()).isMore);
  const seconds = (performance.now() - startedAt) / 1000;
  await stopBeating();
  const { most, least, placed } = await fleet.readLoad();
  if (placed !== single + burst) throw new Error(`${single + burst} waited and ${placed} were placed`);
  if (most - least > 1) throw new Error(`the load is uneven: from ${least} to ${most} machines`);
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    perSecond: burst / seconds,
    spread: most - least,
  };
}

function keepBeating(fleet: BenchFleet): () => Promise<void> {
  let beating = Promise.resolve();
  const timer = setInterval(() => {
    beating = beating.then(() => fleet.beat());
    // Who stops it hears of a failure.
    beating.catch(() => clearInterval(timer));
  }, beatEveryMs);
  return async () => {
    clearInterval(timer);
    await beating;
  };
}

function summarize(fewWorkers: Sample[], manyWorkers: Sample[]): Measured {
  const line = (samples: Sample[]) =>
    [
      `p99 ${describeSpread(
        samples.map(({ p99Ms }) => p99Ms),
        1,
      )} ms`,
      `median ${describeSpread(
        samples.map(({ p50Ms }) => p50Ms),
        1,
      )} ms`,
      `${describeSpread(samples.map(({ perSecond }) => perSecond))} placements/s in a burst`,
      `max - min load ${Math.max(...samples.map(({ spread }) => spread))}`,
    ].join(', ');
  return {
    ratio: median(manyWorkers.map(({ p99Ms }) => p99Ms)) / median(fewWorkers.map(({ p99Ms }) => p99Ms)),
    lines: [
      `${String(few.workers).padStart(6)} workers: ${line(fewWorkers)}`,
      `${String(many.workers).padStart(6)} workers: ${line(manyWorkers)}`,
    ],
  };
}
