import type { Benchmark, BenchmarkOptions, Measured } from '../benchmark.ts';
import { cpuSeconds } from '../measure/cpu-time.ts';
import { describeSpread, median } from '../measure/figures.ts';
import { measureSideBySide } from '../measure/side-by-side.ts';
import type { Place } from '../place.ts';
import { openBrokerSide } from './broker-side.ts';
import { linesPerChunk, type LogSide } from './lines.ts';
import { openRawSide } from './raw-side.ts';

const watchers = 1_000;
const chunksToWarmUp = 128;

/** What of a raw program's rate is left when lines are masked, stored, and read back, and every watcher may come back where he was. */
export const logs: Benchmark = {
  name: 'logs',
  about: `log lines per second delivered to ${watchers} watchers of one machine ÷ a raw ws program that batches every 20 ms`,
  goal: { ratio: 0.7, isReachedBy: 'at least' },
  run: measureLogs,
};

interface Sample {
  linesPerSecond: number;
  /** Processor time of the program that sends, for a million lines delivered, in ms. */
  cpuMs: number;
}

async function measureLogs(place: Place, { quick, say }: BenchmarkOptions): Promise<Measured> {
  const raw = await openRawSide(place, watchers);
  const broker = await openBrokerSide(place, watchers);
  say(`  ${watchers} watchers are open on each side`);
  // The first pours warm both, and tell how much fits into a round on this machine now.
  const slowerMs = Math.max(await timeOf(broker, chunksToWarmUp), await timeOf(raw, chunksToWarmUp));
  const roundMs = quick ? 1_500 : 5_000;
  const chunks = Math.max(chunksToWarmUp / 2, Math.round((chunksToWarmUp * roundMs) / slowerMs));
  say(`  a round is ${chunks * linesPerChunk} lines`);
  const samples = await measureSideBySide(
    { broker: () => measureSide(broker, chunks), raw: () => measureSide(raw, chunks) },
    { rounds: quick ? 2 : 7 },
  );
  for (const [round, sample] of samples.broker.entries()) {
    const rates = [sample.linesPerSecond, samples.raw[round]?.linesPerSecond ?? 0].map(millions);
    say(`  round ${round + 1}: broker ${rates[0]}, raw ${rates[1]} million lines/s`);
  }
  const { broker: ours, raw: theirs } = samples;
  return {
    ratio: median(ratesOf(ours)) / median(ratesOf(theirs)),
    lines: [describe('broker', ours), describe('raw', theirs)],
  };
}

async function measureSide(side: LogSide, chunks: number): Promise<Sample> {
  const lines = chunks * linesPerChunk * watchers;
  const cpuBefore = cpuSeconds(side.pid) ?? 0;
  const tookMs = await timeOf(side, chunks);
  const cpuMs = ((cpuSeconds(side.pid) ?? 0) - cpuBefore) * 1_000;
  return { linesPerSecond: (lines * 1_000) / tookMs, cpuMs: (cpuMs * 1_000_000) / lines };
}

async function timeOf(side: LogSide, chunks: number): Promise<number> {
  const startedAt = performance.now();
  await side.pour(chunks);
  return performance.now() - startedAt;
}

function ratesOf(samples: readonly Sample[]): number[] {
  return samples.map(({ linesPerSecond }) => linesPerSecond);
}

function describe(name: string, samples: readonly Sample[]): string {
  const cpu = describeSpread(samples.map(({ cpuMs }) => cpuMs));
  return `${name.padEnd(7)} ${describeSpread(ratesOf(samples))} lines/s delivered, ${cpu} ms of its processor time for a million`;
}

function millions(rate: number): string {
  return (rate / 1_000_000).toFixed(2);
}
