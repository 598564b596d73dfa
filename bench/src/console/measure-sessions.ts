import path from 'node:path';
import { findChromium } from '../../../worker/src/browser/launch/find-chromium.ts';
import { launchChromium, type RunningChromium } from '../../../worker/src/browser/launch/launch-chromium.ts';
import { openLabPage, type LabPage } from '../../../worker/src/browser/page/lab-page.ts';
import { terminateChromium } from '../../../worker/src/browser/terminate/terminate-chromium.ts';
import { measureSideBySide } from '../measure/side-by-side.ts';
import type { Place } from '../place.ts';
import { treeBytes } from './chromium-memory.ts';

export interface SessionFigures {
  /** From the wish to a page that answers. */
  startMs: { pooled: number[]; single: number[] };
  /** One session's part of everything that runs for all of them, on the lab's sign-in page. */
  bytes: { pooled: number[]; single: number[] };
  /** The pool's Chromium before its first session. */
  poolBytes: number[];
}

const launchTimeoutMs = 60_000;
const pageTimeoutMs = 30_000;

/**
 * A console session as the worker opens it (a context of its own in the one Chromium) beside a Chromium launched for each session, by
 * the same functions and flags. The pool's Chromium is divided among its sessions.
 */
export async function measureSessions(
  place: Place,
  options: { pageUrl: string; starts: number; sessions: number; rounds: number },
): Promise<SessionFigures> {
  const launch = await launcher(place);
  const pool = await launch();
  const startMs = await measureSideBySide(
    { pooled: () => startPooled(pool), single: () => startSingle(launch) },
    // The first of each side only warms the disk's cache.
    { rounds: options.starts + 1 },
  );
  await terminateChromium(pool);
  const poolBytes: number[] = [];
  const bytes = await measureSideBySide(
    {
      pooled: async () => {
        const chromium = await launch();
        poolBytes.push(treeBytes(chromium.pid));
        return holdOpen(chromium, Array<RunningChromium>(options.sessions).fill(chromium), options.pageUrl);
      },
      single: async () => {
        const all: RunningChromium[] = [];
        for (let n = 0; n < options.sessions; n += 1) all.push(await launch());
        return holdOpen(null, all, options.pageUrl);
      },
    },
    { rounds: options.rounds },
  );
  return { startMs: { pooled: startMs.pooled.slice(1), single: startMs.single.slice(1) }, bytes, poolBytes };
}

async function launcher(place: Place): Promise<() => Promise<RunningChromium>> {
  const cacheDir = path.join(place.folder, 'cache');
  const chromium = await findChromium({ chromiumPath: undefined, cacheDir, fallbackCacheDir: cacheDir });
  const profilesDir = path.join(place.folder, 'profiles');
  return async () => {
    const running = await launchChromium({ chromium, profilesDir, timeoutMs: launchTimeoutMs });
    place.atEnd(() => terminateChromium(running));
    return running;
  };
}

async function startPooled(pool: RunningChromium): Promise<number> {
  const askedAt = performance.now();
  const session = await openAnswering(pool);
  const tookMs = performance.now() - askedAt;
  await session.close();
  return tookMs;
}

async function startSingle(launch: () => Promise<RunningChromium>): Promise<number> {
  const askedAt = performance.now();
  const chromium = await launch();
  await openAnswering(chromium);
  const tookMs = performance.now() - askedAt;
  await terminateChromium(chromium);
  return tookMs;
}

async function openAnswering({ browser }: RunningChromium): Promise<LabPage> {
  const labPage = await openLabPage(browser, AbortSignal.timeout(pageTimeoutMs));
  await labPage.page.evaluate('1');
  return labPage;
}

/** Opens a page in each (the same one again and again: the pool), weighs them all, and ends them. */
async function holdOpen(
  pool: RunningChromium | null,
  chromiums: readonly RunningChromium[],
  pageUrl: string,
): Promise<number> {
  for (const chromium of chromiums) {
    const { page } = await openAnswering(chromium);
    await page.goto(pageUrl, { timeout: pageTimeoutMs });
  }
  const running = pool === null ? chromiums : [pool];
  const bytes = running.reduce((sum, { pid }) => sum + treeBytes(pid), 0) / chromiums.length;
  await Promise.all(running.map(terminateChromium));
  return bytes;
}
