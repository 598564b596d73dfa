import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, type Random } from '../random.ts';
import { type Figures, type Scenario, Violation } from '../scenario.ts';
import { checkEvents, checkLogs, checkReports, checkStanding, readStanding } from './check-house.ts';
import { type House, openHouse } from './open-house.ts';
import { sendVisitors, type Visitors } from './visitors.ts';

const workers = 200;
/** After the broker listens again. */
const backWithinMs = 30_000;
const sayEveryMs = 4_000;

export const restarts: Scenario = {
  name: 'restarts',
  about: 'the broker is restarted, and killed, while 200 workers hold 400 machines and members act',
  promises: [6, 16],
  weight: 1,
  async open(place) {
    const house = await openHouse(place, { workers });
    place.say(`${workers} workers hold ${house.kept.length} machines`);
    return { round: (seed, signal) => runRound(house, createRandom(seed), signal) };
  },
};

async function runRound(house: House, random: Random, signal: AbortSignal): Promise<Figures> {
  const before = await readStanding(house);
  const known = await readMachineIds(house);
  const stopTalk = letTalk(house, random);
  const visitors = sendVisitors(house, random.fork('visitors'), signal);
  const figures: Figures = { kills: 0, restarts: 0 };
  try {
    for (const way of random.shuffle(['kill', 'stop'] as const)) {
      await pause(random.whole(500, 2_500), undefined, { signal });

      Object.assign(figures, atMost(figures, await interrupt(house, way, visitors, signal)));
      figures[way === 'kill' ? 'kills' : 'restarts'] = 1;
    }
  } finally {
    await visitors.leave();

    stopTalk();
  }
  refuseWrong(visitors);
  const reportsRepeated = house.workers.reduce((sum, { reports }) => sum + reports.repeated(), 0);
  await checkReports(house);
  await checkStanding(house, before);
  await checkEvents(house);
  await checkPurchases(house, known, visitors);
  return {
    ...figures,
    ...Object.fromEntries(
      Object.entries(visitors.answers).map(([kind, count]) => [`requests ${kind}`, count]),
    ),
    bought: visitors.bought.length,
    'most reports repeated': reportsRepeated,
    'most log lines': await checkLogs(house),
  };
}

/** Ends the broker one way or the other, starts it, and waits until everybody is back. */
async function interrupt(
  { broker, workers: fleet }: House,
  way: 'kill' | 'stop',
  visitors: Visitors,
  signal: AbortSignal,
): Promise<Figures> {
  const beganAt = performance.now();
  await broker[way]();
  const endedAt = performance.now();
  await broker.start();
  const listensAt = performance.now();
  const backAt = (): number[] => fleet.map((worker) => worker.backAt.findLast((at) => at > endedAt) ?? 0);
  while (backAt().includes(0)) {
    signal.throwIfAborted();
    refuseWrong(visitors);
    const gone = fleet.map((worker) => worker.endedFor()).filter((reason) => reason !== null);
    if (gone.length > 0)
      throw new Violation('a worker was shut out by a restart', { gone: gone.slice(0, 3) });
    if (performance.now() - listensAt > backWithinMs)
      throw new Violation('workers were not back in time', {
        way,
        missing: backAt().filter((at) => at === 0).length,
      });
    await pause(50);
  }
  const back = backAt().toSorted((a, b) => a - b);
  const last = back.at(-1) ?? endedAt;
  return {
    'workers back': back.length,
    [`most ms to ${way}`]: Math.round(endedAt - beganAt),
    [`most ms until all are back after a ${way}`]: Math.round(last - endedAt),
    'most joins in a second': Math.max(
      ...back.map((from) => back.filter((at) => at >= from && at < from + 1_000).length),
    ),
  };
}

/** Sums, and the highest of what begins with `most `. */
function atMost(known: Figures, more: Figures): Figures {
  return Object.fromEntries(
    Object.entries(more).map(([name, value]) => [
      name,
      name.startsWith('most ') ? Math.max(value, known[name] ?? 0) : value + (known[name] ?? 0),
    ]),
  );
}

/** Each worker writes a line for each of its machines every few seconds, not all at once. */
function letTalk({ workers: fleet }: House, random: Random): () => void {
  const timers: NodeJS.Timeout[] = [];
  for (const { machines } of fleet)
    timers.push(
      setTimeout(() => timers.push(setInterval(machines.say, sayEveryMs)), random.whole(0, sayEveryMs)),
    );
  return () => timers.forEach((timer) => clearTimeout(timer));
}

function refuseWrong(visitors: Visitors): void {
  const wrong = visitors.wrong();
  if (wrong !== null) throw wrong;
}

/** @throws Violation when a purchase that was repeated bought twice, or one that was answered bought nothing */
async function checkPurchases(
  house: House,
  before: ReadonlySet<string>,
  { bought }: Visitors,
): Promise<void> {
  const now = await readMachineIds(house);
  const missing = bought.filter((id) => !now.has(id));
  if (missing.length > 0) throw new Violation('a purchase was answered and forgotten', { missing });
  const twice = now.size - before.size - bought.length;
  if (twice !== 0 || new Set(bought).size !== bought.length)
    throw new Violation('one purchase had two effects', { more: twice, bought: bought.length });
}

async function readMachineIds({ database }: House): Promise<Set<string>> {
  const { rows } = await database.query<{ id: string }>('select id from machines');
  return new Set(rows.map(({ id }) => id));
}
