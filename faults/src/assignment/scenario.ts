import path from 'node:path';
import pg from 'pg';
import { readConfig } from '../../../broker/src/config.ts';
import { type BrokerContext, openContext } from '../../../broker/src/context.ts';
import { allocateMachines } from '../../../broker/src/domains/fleet/index.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { createRandom } from '../random.ts';
import { type FaultPlace, type Figures, type Scenario, Violation } from '../scenario.ts';
import { drawCapacities, openRowFleet, type RowFleet } from './fleet.ts';

const workers = 200;
const brokers = 4;
const burst = 600;
const steady = { perSecond: 50, seconds: 4 };
/** What is promised of a burst. Of a single purchase it is judged by the figures: whatever else this computer does for a second counts there. */
const burstMaxMs = 10_000;
const startedAgoMs = 3_600_000;

/** The allocator on two hundred workers: bursts, and purchases one after the other, by four brokers at once. */
export const assignment: Scenario = {
  name: 'assignment',
  about: `${brokers} brokers place bursts of ${burst} and ${steady.perSecond} purchases a second on ${workers} workers`,
  promises: [8, 9],
  weight: 2,
  async open(place) {
    const { url } = await startPostgres(place);
    const database = new pg.Client({ connectionString: url });
    await database.connect();
    place.atEnd(() => database.end());
    const fleet = await openRowFleet(database);
    const contexts: BrokerContext[] = [];
    for (let n = 0; n < brokers; n += 1) contexts.push(await openBroker(place, url, n));
    // Nobody is promised how quick the first purchase after a start is.
    await fleet.reset(drawCapacities(createRandom(0), workers));
    await fleet.enqueue(burst);
    await Promise.all(contexts.map(placeWhatWaits));
    return { round: (seed) => placeAll({ fleet, contexts, seed, say: place.say }) };
  },
};

async function openBroker(place: FaultPlace, url: string, n: number): Promise<BrokerContext> {
  const ctx = await openContext(
    readConfig({
      COINSLOT_DATA_DIR: path.join(place.folder, `broker-${n}`),
      DATABASE_URL: url,
      LOG_LEVEL: 'silent',
    }),
  );
  place.atEnd(() => ctx.close());
  return ctx;
}

async function placeAll({
  fleet,
  contexts,
  seed,
  say,
}: {
  fleet: RowFleet;
  contexts: readonly BrokerContext[];
  seed: number;
  say: (line: string) => void;
}): Promise<Figures> {
  const capacities = drawCapacities(createRandom(seed), workers);
  const slots = capacities.reduce((sum, one) => sum + one, 0);
  await fleet.reset(capacities);
  const latenciesMs = await placeSteadily(fleet, contexts);
  await fleet.enqueue(burst);
  const begun = performance.now();
  await Promise.all(contexts.map(placeWhatWaits));
  const burstMs = Math.round(performance.now() - begun);
  const queued = latenciesMs.length + burst;
  const load = await fleet.readLoad();
  const facts = { seed, slots, queued, ...load };
  if (load.doubled > 0) throw new Violation('a machine was given to two workers', facts);
  if (load.overfull > 0) throw new Violation('a worker was given more than it has, or counts wrongly', facts);
  if (load.overbooked > 0) throw new Violation('a seat was given more than it has, or counts wrongly', facts);
  if (load.placed !== Math.min(slots, queued))
    throw new Violation('a free slot was not used, or a machine lost', facts);
  if (load.placed < slots && load.uneven > 1 / Math.min(...capacities) + 1e-9)
    throw new Violation('the load is uneven by more than one machine', facts);
  const p99Ms = Math.round(latenciesMs.toSorted((a, b) => a - b)[Math.floor(latenciesMs.length * 0.99)] ?? 0);
  if (burstMs > burstMaxMs) throw new Violation('a burst was placed too slowly', { ...facts, burstMs });
  say(`p99 of a purchase ${p99Ms} ms, a burst of ${burst} in ${burstMs} ms`);
  return { placements: load.placed, 'most p99 ms': p99Ms, 'most ms for a burst': burstMs };
}

/** Purchases at a steady pace, each by the next broker: how long each waited for its worker. */
async function placeSteadily(fleet: RowFleet, contexts: readonly BrokerContext[]): Promise<number[]> {
  const waits: Promise<number>[] = [];
  for (let n = 0; n < steady.perSecond * steady.seconds; n += 1) {
    const ctx = contexts[n % contexts.length];
    if (ctx === undefined) break;
    await fleet.enqueue(1);
    const begun = performance.now();
    waits.push(placeWhatWaits(ctx).then(() => performance.now() - begun));
    await new Promise((resolve) => setTimeout(resolve, 1000 / steady.perSecond));
  }
  return await Promise.all(waits);
}

async function placeWhatWaits(ctx: BrokerContext): Promise<void> {
  while ((await allocateMachines(ctx, { startedAgoMs, orphansToo: false })).isMore);
}
