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
  /** The pool's Chromium with its first session. */
  firstBytes: number[];
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
  const launch = await chromiumLauncher(place);
  const pool = await launch();
  const startMs = await measureSideBySide(
    { pooled: () => startPooled(pool), single: () => startSingle(launch) },
    // The first of each side only warms the disk's cache.
    { rounds: options.starts + 1 },
  );
  await terminateChromium(pool);
  const firstBytes: number[] = [];
  const bytes = await measureSideBySide(
    {
      pooled: async () => {
        const chromium = await launch();
        await openOn(chromium, options.pageUrl);
        firstBytes.push(treeBytes(chromium.pid));
        for (let n = 1; n < options.sessions; n += 1) await openOn(chromium, options.pageUrl);
        return (await weighAndEnd([chromium])) / options.sessions;
      },
      single: async () => {
        const all: RunningChromium[] = [];
        for (let n = 0; n < options.sessions; n += 1) all.push(await launch());
        for (const chromium of all) await openOn(chromium, options.pageUrl);
        return (await weighAndEnd(all)) / options.sessions;
      },
    },
    { rounds: options.rounds },
  );
  return { startMs: { pooled: startMs.pooled.slice(1), single: startMs.single.slice(1) }, bytes, firstBytes };
}

export async function chromiumLauncher(place: Place): Promise<() => Promise<RunningChromium>> {
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

async function openOn(chromium: RunningChromium, pageUrl: string): Promise<void> {
  const { page } = await openAnswering(chromium);
  await page.goto(pageUrl, { timeout: pageTimeoutMs });
}

async function weighAndEnd(running: readonly RunningChromium[]): Promise<number> {
  const bytes = running.reduce((sum, { pid }) => sum + treeBytes(pid), 0);
  await Promise.all(running.map(terminateChromium));
  return bytes;
}
