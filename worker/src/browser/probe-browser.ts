import type { ProbeResult } from '@coinslot/shared/worker-messages/probe.ts';
import { z } from 'zod';
import type { Logger } from '../logger.ts';
import type { BrowserKeeper } from './browser-keeper.ts';
import { readTexts } from './page/in-page.ts';
import { raceSignal } from './page/race-signal.ts';

export type BrowserProbe = () => Promise<Omit<ProbeResult, 'type' | 'probeId'>>;

const timeoutMs = 45_000;
const word = 'drawn';
const Shown = z.object({ word: z.literal(word) });

/** Tells whether a page can be drawn: starts the browser if need be. Who asks while a probe runs gets its answer too. */
export function createBrowserProbe(browser: BrowserKeeper, log: Logger): BrowserProbe {
  let running: ReturnType<BrowserProbe> | null = null;
  return () => {
    running ??= probeBrowser(browser, log).finally(() => (running = null));
    return running;
  };
}

async function probeBrowser(browser: BrowserKeeper, log: Logger): ReturnType<BrowserProbe> {
  const began = performance.now();
  const tookMs = (): number => Math.round(performance.now() - began);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await drawPage(browser, signal);
    return { ok: true, tookMs: tookMs(), fault: null };
  } catch (error) {
    log.warn({ err: error }, 'the browser did not pass its probe');
    return { ok: false, tookMs: tookMs(), fault: signal.aborted ? 'too_slow' : 'not_drawn' };
  }
}

async function drawPage(browser: BrowserKeeper, signal: AbortSignal): Promise<void> {
  const labPage = await browser.openPage(signal);
  try {
    const ended = AbortSignal.any([signal, labPage.broken]);
    const url = `data:text/html,<p id="word">${word}</p>`;
    await raceSignal(labPage.page.goto(url, { waitUntil: 'load', timeout: timeoutMs }), ended);
    const shown: unknown = await raceSignal(labPage.page.evaluate(readTexts, { word: '#word' }), ended);
    if (!Shown.safeParse(shown).success) throw new Error('it shows something else than it was given');
  } finally {
    await labPage.close();
  }
}
