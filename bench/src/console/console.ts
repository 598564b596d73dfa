import type { Benchmark, BenchmarkOptions, Measured } from '../benchmark.ts';
import { describeSpread, figure, median } from '../measure/figures.ts';
import type { Place } from '../place.ts';
import { measureSessions } from './measure-sessions.ts';
import { measureStarts } from './measure-starts.ts';
import { startHub } from './start-hub.ts';
import { stepNames, totalMs, type StepsMs } from './step-clock.ts';

const sessions = 20;

/** What operating a lab by its pages costs, and what the pooled browser saves. */
export const consoleBenchmark: Benchmark = {
  name: 'console',
  about:
    'a machine at a JupyterHub brought up by the browser, with the cookies of the seat, ÷ by its REST API and terminal socket, the spawn of the hub taken out of both',
  goal: { ratio: 1.25, isReachedBy: 'at most' },
  run: measureConsole,
};

async function measureConsole(place: Place, { quick, say }: BenchmarkOptions): Promise<Measured> {
  const hub = await startHub(place);
  say('  the hub is up');
  const starts = await measureStarts(place, hub, { rounds: quick ? 3 : 15 });
  const [byBrowser, byRest] = [starts.browser.map(totalMs), starts.rest.map(totalMs)];
  say(`  by the browser ${milliseconds(byBrowser)}; by REST ${milliseconds(byRest)}`);
  const { startMs, bytes, firstBytes } = await measureSessions(place, {
    pageUrl: hub.signInUrl,
    starts: quick ? 5 : 30,
    sessions: quick ? 5 : sessions,
    rounds: quick ? 1 : 3,
  });
  const count = quick ? 5 : sessions;
  const oneMore = bytes.pooled.map((each, n) => (each * count - (firstBytes[n] ?? 0)) / (count - 1));
  return {
    ratio: median(byBrowser) / median(byRest),
    lines: [
      `a start without the hub's spawn: by the browser ${milliseconds(byBrowser)}, by REST ${milliseconds(byRest)}`,
      `  its steps by the browser, ms: ${describeSteps(starts.browser)}`,
      `  signed out: ${milliseconds(starts.signedOut.map(totalMs))}; ${describeSteps(starts.signedOut)}`,
      `  its steps by REST, ms: ${describeSteps(starts.rest)}`,
      `the hub's spawn itself: ${milliseconds(starts.spawn)}`,
      `a session: ${milliseconds(startMs.pooled)} in the pool, ${milliseconds(startMs.single)} with a browser of its own`,
      `memory of one more session with ${count} open: ${megabytes(oneMore)} in the pool, ${megabytes(bytes.single)} with a browser of its own`,
      `the pool's Chromium with its first session: ${megabytes(firstBytes)}; all of it divided by its ${count} sessions is ${figure(median(bytes.pooled) / 1e6)} MB, ${figure(median(bytes.pooled) / median(bytes.single), 2)} of a browser`,
    ],
    others: [
      {
        name: 'session start',
        ratio: median(startMs.pooled) / median(startMs.single),
        goal: { ratio: 0.33, isReachedBy: 'at most' },
      },
      {
        name: 'session memory',
        ratio: median(oneMore) / median(bytes.single),
        goal: { ratio: 0.25, isReachedBy: 'at most' },
      },
    ],
  };
}

/** The medians of the steps; what is left of `spawn` is the way to the hub and back. */
function describeSteps(starts: readonly StepsMs[]): string {
  return stepNames
    .flatMap((name) => {
      const samples = starts.flatMap((steps) => steps[name] ?? []);
      return samples.length === 0 ? [] : `${name} ${figure(median(samples))}`;
    })
    .join(', ');
}

function milliseconds(samples: readonly number[]): string {
  return `${describeSpread(samples)} ms`;
}

function megabytes(samples: readonly number[]): string {
  return `${describeSpread(samples.map((bytes) => bytes / 1e6))} MB`;
}
