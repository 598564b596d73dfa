import { rm } from 'node:fs/promises';
import type { Logger } from '../logger.ts';
import { findChromium } from './launch/find-chromium.ts';
import type { FoundChromium } from './launch/find-chromium.ts';
import { launchChromium } from './launch/launch-chromium.ts';
import type { RunningChromium } from './launch/launch-chromium.ts';
import { openLabPage } from './page/lab-page.ts';
import type { LabPage } from './page/lab-page.ts';
import { raceSignal } from './page/race-signal.ts';
import { killChromium, terminateChromium } from './terminate/terminate-chromium.ts';

export type BrowserKeeperOptions = {
  chromiumPath: string | undefined;
  cacheDir: string;
  fallbackCacheDir: string;
  profilesDir: string;
  launchTimeoutMs: number;
  maxContexts: number;
  maxAgeMs: number;
  /** Its Chromiums do not say that they are automated. */
  stealth?: boolean;
};

/** The worker's one Chromium: launched at first need, replaced by number of contexts, by age and after a crash. */
export type BrowserKeeper = {
  /** A page in a fresh context. Close it when done. */
  openPage: (signal: AbortSignal) => Promise<LabPage>;
  /** Process ids of the Chromiums that run: normally none or one; two while an old one finishes its pages. */
  pids: () => number[];
  /** Closes everything, politely, then by force. */
  close: () => Promise<void>;
  kill: () => void;
};

/** A Chromium with its count of pages: opened ever, open now. `retired` ones get no new page. */
type Kept = { chromium: RunningChromium; opened: number; open: number; retired: boolean };

export function createBrowserKeeper(options: BrowserKeeperOptions, log: Logger): BrowserKeeper {
  const running = new Set<Kept>();
  let latest: Kept | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let found: FoundChromium | null = null;
  let closed = false;

  async function launch(): Promise<Kept> {
    found ??= await findChromium(options);
    const launched = performance.now();
    const chromium = await launchChromium({
      chromium: found,
      profilesDir: options.profilesDir,
      timeoutMs: options.launchTimeoutMs,
      stealth: options.stealth ?? false,
    });
    const kept: Kept = { chromium, opened: 0, open: 0, retired: false };
    running.add(kept);
    chromium.browser.once('disconnected', () => void retire(kept, 'it stopped'));
    log.info(
      { chromiumPid: chromium.pid, source: found.source, launchMs: Math.round(performance.now() - launched) },
      'browser is running',
    );
    if (closed) await retire(kept, 'the worker stops');
    return kept;
  }

  /** No new pages; ends once its last page is closed (at once when the process is gone). */
  async function retire(kept: Kept, reason: string): Promise<void> {
    if (!kept.retired) log.info({ chromiumPid: kept.chromium.pid, reason }, 'browser is retired');
    kept.retired = true;
    const isDead = !kept.chromium.browser.connected;
    if ((kept.open === 0 || isDead) && running.delete(kept)) await terminateChromium(kept.chromium);
  }

  async function usable(): Promise<Kept> {
    if (closed) throw new Error('the browser was closed');
    const kept = latest;
    const isFit =
      kept !== null &&
      !kept.retired &&
      kept.chromium.browser.connected &&
      kept.opened < options.maxContexts &&
      Date.now() - kept.chromium.launchedAt < options.maxAgeMs;
    if (isFit) return kept;
    if (kept !== null) void retire(kept, 'it has served long enough');
    latest = null;
    latest = await launch();
    return latest;
  }

  return {
    async openPage(signal) {
      // One after another, so that two first needs launch one Chromium.
      const turn = queue.then(usable);
      queue = turn.catch(() => undefined);
      const kept = await raceSignal(turn, signal);
      kept.opened += 1;
      kept.open += 1;
      const leave = once(() => {
        kept.open -= 1;
        if (kept.retired) void retire(kept, 'its last page was closed');
      });
      try {
        const labPage = await openLabPage(kept.chromium.browser, signal);
        return { ...labPage, close: () => labPage.close().finally(leave) };
      } catch (error) {
        leave();
        throw error;
      }
    },
    pids: () => [...running].map(({ chromium }) => chromium.pid),
    async close() {
      closed = true;
      const all = [...running];
      running.clear();
      await Promise.all(all.map(({ chromium }) => terminateChromium(chromium)));
      await rm(options.profilesDir, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    },
    kill() {
      closed = true;
      for (const { chromium } of running) killChromium(chromium);
    },
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
