import { setTimeout as sleep } from 'node:timers/promises';
import type { LabPage } from '../browser/page/lab-page.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import { dismiss, fillField, openPath, submit } from './page-actions.ts';
import { probe, readPageAttributes, readPageTexts } from './page-reader.ts';
import type { PageContext } from './page-reader.ts';
import type { Seat } from './recipe.ts';

/** Shared by the consoles of one try: an expired session is signed in again once, not for ever. */
export type LabSessionMemory = { signedInAgain: boolean };

/** What a recipe does on a lab's pages. Every wait ends with the step's deadline, a crash of the page, or `pageMs`. */
export type Console = {
  seat: Seat;
  session: LabSessionMemory;
  /** Loads a page of the lab by its path. Answers with the HTTP status (below 500). */
  open: (path: string) => Promise<number>;
  /** Where the console stands: path without query. */
  path: () => string;
  /** The lab's own clock, as ms since 1970: what its pages say of times is measured against this, never against ours. */
  labNow: () => number;
  /** For each name the text of the first element that its selector finds, or null. */
  texts: (selectors: Record<string, string>) => Promise<Record<string, string | null>>;
  attributes: (selector: string, names: string[]) => Promise<Record<string, string | null>[]>;
  has: (selector: string) => Promise<boolean>;
  fill: (selector: string, value: string) => Promise<void>;
  /** Clicks what must load another page, and waits for that page. Answers with its HTTP status (below 500). */
  submit: (selector: string) => Promise<number>;
  /** Clicks what must make itself or its dialog go away; false when it stayed. */
  dismiss: (selector: string) => Promise<boolean>;
  /** A line in the member's log. */
  say: (line: string) => void;
  /** A line in the step log that admins see with the evidence. */
  note: (line: string) => void;
  pause: (ms: number) => Promise<void>;
};

export type ConsoleOptions = {
  labPage: LabPage;
  session: LabSessionMemory;
  baseUrl: string;
  seat: Seat;
  /** Bounds one page load or one click, in ms. */
  pageMs: number;
  signal: AbortSignal;
  say: (line: string) => void;
  note: (line: string) => void;
};

/** A console over one lab page. The signal ends it for good; recipes get a fresh one for each step. */
export function createConsole(options: ConsoleOptions): Console {
  const { labPage, baseUrl, seat, session, pageMs, say, note } = options;
  const { page } = labPage;
  const signal = AbortSignal.any([options.signal, labPage.broken, labPage.blocked]);
  const context: PageContext = { page, pageMs, signal, note };
  return {
    seat,
    session,
    open: (path) => openPath(context, baseUrl, path),
    path: () => URL.parse(page.url())?.pathname ?? '',
    labNow: labPage.labNow,
    texts: (selectors) => readPageTexts(context, selectors),
    attributes: (selector, names) => readPageAttributes(context, selector, names),
    has: async (selector) => (await probe(context, selector)) !== 'missing',
    fill: (selector, value) => fillField(context, selector, value),
    submit: (selector) => submit(context, selector),
    dismiss: (selector) => dismiss(context, selector),
    say(line) {
      note(`say ${line}`);
      say(line);
    },
    note,
    pause: (ms) => raceSignal(sleep(ms), signal),
  };
}
