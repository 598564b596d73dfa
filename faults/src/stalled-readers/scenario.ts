import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { openPage, type WatchingPage } from '../log-legs/watching-page.ts';
import { createRandom, type Random } from '../random.ts';
import { type House, openHouse } from '../restart/open-house.ts';
import { type Figures, type Scenario, Violation } from '../scenario.ts';
import { publicUrl } from '../simulator/world/broker-process.ts';
import { openStalledPage, type StalledPage } from './stalled-page.ts';

const stalledPages = 500;
const mostBytesEach = 1024 * 1024;
const shownWithinMs = 1_000;
/**
 * What the kernel takes for each page that does not read, some 3 MB, must be less than what is written at first. And a worker drops lines once 5 MB
 * wait, which is not what is looked at: it is never so far ahead of the pages that read.
 */
const bytes = {
  before: 8_000_000,
  toKernels: 6_000_000,
  meanwhile: 5_000_000,
  each: 50_000,
  everyMs: 50,
  ahead: 1_500_000,
};
const pourWithinMs = 60_000;
/** The broker gives a page half a minute. */
const cutWithinMs = 60_000;

export const stalledReaders: Scenario = {
  name: 'stalled-readers',
  about: '500 pages stop reading a log of which 11 MB more are written, beside two that read',
  promises: [14],
  weight: 1,
  async open(place) {
    const env = { BROKER_LIVE_STREAMS_PER_MEMBER_MAX: '1000' };
    const house = await openHouse(place, { workers: 1, env });
    return { round: (seed, signal) => runRound(house, createRandom(seed), signal) };
  },
};

async function runRound(house: House, random: Random, signal: AbortSignal): Promise<Figures> {
  const [machineId = ''] = house.kept;
  const url = new URL(`/api/v1/machines/${machineId}/live`, house.broker.url);
  const headers = { cookie: house.shop.members[0] ?? '', origin: publicUrl };
  const reading = (['websocket', 'sse'] as const).map((transport) => openPage(transport, url.href, headers));
  const stalled: StalledPage[] = [];
  let memory: MemoryWatch | undefined;
  try {
    // As much as a broker that has work to do takes anyhow.
    const calmMs = p95(await pour(house, machineId, { reading, signal, total: bytes.before }));
    const slowBefore = await readSlowReaders(house);
    memory = await watchMemory(house.broker.pid());
    const chunks = await countChunks(house, machineId);
    for (let n = 0; n < stalledPages; n += 1) {
      signal.throwIfAborted();
      const own = new URL(url);
      // Each of the other half reads a past of its own first, which it shares with nobody.
      if (random.chance(0.5)) own.searchParams.set('after', `0.1.${random.whole(1, chunks)}`);
      stalled.push(await openStalledPage(random.chance(0.1) ? 'sse' : 'websocket', own, headers));
    }
    // Until the kernel has taken all that it takes for them, they cost what pages that read cost.
    await pour(house, machineId, { reading, signal, total: bytes.toKernels });
    const lagsMs = await pour(house, machineId, { reading, signal, total: bytes.meanwhile });
    const givesUpAt = performance.now() + cutWithinMs;
    while ((await readSlowReaders(house)) - slowBefore < stalledPages) {
      if (performance.now() > givesUpAt)
        throw new Violation('pages that do not read were not cut off', {
          cut: (await readSlowReaders(house)) - slowBefore,
        });
      await pause(500, undefined, { signal });
    }
    const bytesEach = memory.grownBytes() / stalledPages;
    if (bytesEach > mostBytesEach)
      throw new Violation('a page that does not read costs too much memory', { bytesEach });
    const lagMs = p95(lagsMs);
    // A computer that is busy with other things is late in the calm, too.
    if (lagMs - calmMs > shownWithinMs)
      throw new Violation('a page that reads was held up by those that do not', { lagMs, calmMs, bytesEach });
    return {
      'stalled readers': stalledPages,
      'most KiB a stalled reader': Math.round(bytesEach / 1024),
      'most ms until p95 of the lines were shown': Math.round(lagMs),
      'most ms of the same in the calm': Math.round(calmMs),
    };
  } finally {
    memory?.stop();
    for (const page of stalled) page.cut();
    for (const page of reading) await page.stop();
  }
}

/**
 * Writes so much, steadily, and waits until every reading page shows all of it. Answers after how many ms it showed each piece.
 *
 * @throws Violation when a page shows anything else
 */
async function pour(
  { workers: [worker] }: House,
  machineId: string,
  { reading, signal, total }: { reading: readonly WatchingPage[]; signal: AbortSignal; total: number },
): Promise<number[]> {
  const written = (): string => worker?.machines.written.get(machineId) ?? '';
  const pieces: { upTo: number; at: number }[] = [];
  const lagsMs: number[] = [];
  const shown = reading.map(() => 0);
  function look(): void {
    for (const [at, page] of reading.entries()) {
      const { length } = page.text();
      for (let next = pieces[shown[at] ?? 0]; next && next.upTo <= length; next = pieces[shown[at] ?? 0]) {
        lagsMs.push(performance.now() - next.at);
        shown[at] = (shown[at] ?? 0) + 1;
      }
    }
  }
  const givesUpAt = performance.now() + pourWithinMs;
  for (let sent = 0; sent < total; sent += bytes.each) {
    worker?.machines.write(machineId, linesOf(bytes.each, sent));
    pieces.push({ upTo: written().length, at: performance.now() });
    const behind = (): number => written().length - Math.min(...reading.map((page) => page.text().length));
    do {
      await pause(bytes.everyMs, undefined, { signal });
      look();
    } while (behind() > bytes.ahead && performance.now() < givesUpAt);
  }
  while (shown.some((count) => count < pieces.length) && performance.now() < givesUpAt) {
    await pause(20, undefined, { signal });
    look();
  }
  for (const page of reading)
    if (page.text() !== written())
      throw new Violation('a page that reads does not show what was written', {
        shown: page.text().length,
        written: written().length,
        isOnlyLate: written().startsWith(page.text()),
      });
  return lagsMs;
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}

function linesOf(size: number, from: number): string {
  const line = (n: number): string =>
    `${from} ${n} ${'the quick brown fox jumps over the lazy dog '.repeat(4)}\n`;
  let text = '';
  for (let n = 0; text.length < size; n += 1) text += line(n);
  return text;
}

interface MemoryWatch {
  /** By how much the process has grown at the most since. */
  grownBytes: () => number;
  stop: () => void;
}

async function watchMemory(pid: number): Promise<MemoryWatch> {
  const before = await readRss(pid);
  let most = before;
  const timer = setInterval(() => {
    // One that has ended is found out by everybody else.
    void readRss(pid).then(
      (now) => (most = Math.max(most, now)),
      () => undefined,
    );
  }, 100);
  return { grownBytes: () => most - before, stop: () => clearInterval(timer) };
}

async function readRss(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

async function countChunks({ database }: House, machineId: string): Promise<number> {
  const { rows } = await database.query<{ last: number }>(
    'select max(seq)::integer as last from machine_logs where machine_id = $1',
    [machineId],
  );
  return rows[0]?.last ?? 1;
}

async function readSlowReaders({ broker }: House): Promise<number> {
  const text = await (await fetch(new URL('/metrics', broker.url))).text();
  return Number(/^coinslot_live_slow_readers_total (\d+)$/m.exec(text)?.[1] ?? 0);
}
