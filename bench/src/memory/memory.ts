import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark, BenchmarkOptions, Measured } from '../benchmark.ts';
import { openStage, type Stage } from '../live/stage.ts';
import { startWatchers } from '../live/start-watchers.ts';
import { figure, median } from '../measure/figures.ts';
import type { Place } from '../place.ts';
import { type BenchFleet, startFleet } from './start-fleet.ts';

const workerCount = 500;
const watcherCount = 5_000;
const watchersPerMachine = 20;
/** The broker is to fit in one processor and this much memory. */
const allowedBytes = 1_000_000_000;
const heartbeatMs = 10_000;

/** What the broker holds for a large fleet and many open pages. */
export const memory: Benchmark = {
  name: 'memory',
  about: `the broker's resident memory with ${workerCount} workers and ${watcherCount} watchers ÷ 1 GB, in which it is to fit`,
  goal: { ratio: 1, isReachedBy: 'at most' },
  run: measureMemory,
};

async function measureMemory(place: Place, { quick, say }: BenchmarkOptions): Promise<Measured> {
  const share = quick ? 10 : 1;
  const machines = watcherCount / watchersPerMachine / share;
  const stage = await openStage(place, {
    members: machines,
    workers: workerCount / share,
    env: {
      BROKER_LIVE_STREAMS_PER_MEMBER_MAX: String(watchersPerMachine),
      // The workers bring machines up a few at a time and say nothing before.
      BROKER_ACK_TIMEOUT_MS: '120000',
    },
  });
  const sampleMs = quick ? 5_000 : 30_000;
  const idle = await sampleMemory(stage, sampleMs / 3);
  say(`  idle: ${megabytes(idle)}`);

  const fleet = await startFleet(place, stage, heartbeatMs);
  const bought = await buyAll(stage);
  await untilReady(fleet, machines);
  const withFleet = await sampleMemory(stage, sampleMs / 3);
  say(`  with ${workerCount / share} workers and ${machines} ready machines: ${megabytes(withFleet)}`);

  const origin = stage.broker.origin;
  await startWatchers(
    place,
    bought.map(({ machineId, cookie }) => ({
      url: `${stage.broker.url.replace(/^http/, 'ws')}/api/v1/machines/${machineId}/live`,
      headers: { cookie, origin },
      count: watchersPerMachine,
    })),
  );
  const loaded = await sampleMemory(stage, sampleMs);
  const { connected } = await fleet.state();
  if (connected < workerCount / share) throw new Error(`only ${connected} workers are connected at the end`);
  say(`  with ${watcherCount / share} watchers too: ${megabytes(loaded)}`);
  const perWatcher = ((median(loaded) - median(withFleet)) / watcherCount) * share;
  return {
    ratio: median(loaded) / allowedBytes,
    lines: [
      `idle ${figure(median(idle) / 1e6)} MB, with workers ${figure(median(withFleet) / 1e6)} MB, loaded ${megabytes(loaded)}`,
      `${figure(perWatcher / 1_000, 1)} kB a watcher; every machine prints a line each ${heartbeatMs / 1_000} s`,
    ],
  };
}

/** One machine for each member, who alone may watch it. */
async function buyAll(stage: Stage): Promise<{ machineId: string; cookie: string }[]> {
  const bought = [];
  for (const cookie of stage.cookies) bought.push({ machineId: await stage.buy(cookie), cookie });
  return bought;
}

async function untilReady(fleet: BenchFleet, machines: number): Promise<void> {
  const givesUpAt = performance.now() + 150_000;
  for (;;) {
    const { ready } = await fleet.state();
    if (ready >= machines) return;
    if (performance.now() > givesUpAt) throw new Error(`only ${ready} of ${machines} machines became ready`);
    await pause(250);
  }
}

/** Resident bytes, read four times a second. */
async function sampleMemory(stage: Stage, forMs: number): Promise<number[]> {
  const samples: number[] = [];
  for (const endsAt = performance.now() + forMs; performance.now() < endsAt; await pause(250)) {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(
      readFileSync(`/proc/${stage.broker.pid}/status`, 'utf8'),
    )?.[1];
    samples.push(Number(kilobytes) * 1_024);
  }
  return samples;
}

function megabytes(samples: readonly number[]): string {
  const most = Math.max(...samples);
  return `${figure(median(samples) / 1e6)} MB (most ${figure(most / 1e6)})`;
}
