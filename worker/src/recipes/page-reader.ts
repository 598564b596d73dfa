import { setTimeout as sleep } from 'node:timers/promises';
import type { HTTPResponse, Page } from 'puppeteer';
import { z } from 'zod';
import { probeClick, readAttributes, readTexts } from '../browser/page/in-page.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import { redactUrl } from '../browser/page/redact-url.ts';
import { RecipeError } from './recipe-error.ts';

const Texts = z.record(z.string(), z.string().nullable());
const Probe = z.enum(['missing', 'invisible', 'covered', 'clickable']);
export type Probe = z.infer<typeof Probe>;

/** What is needed to work on one page for one step. */
export type PageContext = {
  page: Page;
  pageMs: number;
  /** The step's deadline, the drop of the machine, or a crash of the page: whichever is first. */
  signal: AbortSignal;
  note: (line: string) => void;
  /** Waited for before whatever the lab notices: throws, or never ends, while another worker might be at it. */
  beforeAct: () => Promise<void>;
};

export async function readPageTexts(
  context: PageContext,
  selectors: Record<string, string>,
): Promise<Record<string, string | null>> {
  return Texts.parse(await read(context, () => context.page.evaluate(readTexts, selectors)));
}

export async function readPageAttributes(
  context: PageContext,
  selector: string,
  names: string[],
): Promise<Record<string, string | null>[]> {
  return z
    .array(Texts)
    .parse(await read(context, () => context.page.evaluate(readAttributes, selector, names)));
}

export async function probe(context: PageContext, selector: string): Promise<Probe> {
  return Probe.parse(await read(context, () => context.page.evaluate(probeClick, selector)));
}

/** The status of a loaded page, noted; 5xx is a `lab_error`. */
export function judgeResponse(context: PageContext, response: HTTPResponse | null, what: string): number {
  const status = response?.status() ?? 0;
  context.note(`${what} → ${status} at ${redactUrl(context.page.url())}`);
  if (status >= 500) throw new RecipeError('lab_error', `The lab answered ${what} with status ${status}.`);
  return status;
}

/** The page changed under what was done on it, which is what clicks are for. */
export function isContextLost(error: unknown): boolean {
  return (
    error instanceof Error &&
    /context was destroyed|Cannot find context|detached|Inspected target navigated/i.test(error.message)
  );
}

/** Reading may fall into the moment in which the page changes: then again, on the new one. */
export async function read<Value>(context: PageContext, reader: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await raceSignal(reader(), context.signal);
    } catch (error) {
      if (tries > 3 || context.signal.aborted || !isContextLost(error)) throw error;
      await raceSignal(sleep(100), context.signal);
    }
  }
}
