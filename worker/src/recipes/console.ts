import { setTimeout as sleep } from 'node:timers/promises';
import type { LabPage } from '../browser/page/lab-page.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import { click, dismiss, fillField, openPath, submit } from './page-actions.ts';
import { callFromPage } from './page-call.ts';
import type { CallAnswer, CallRequest } from './page-call.ts';
import { openPageEvents } from './page-events.ts';
import type { PageEvents } from './page-events.ts';
import { probe, readPageAttributes, readPageTexts } from './page-reader.ts';
import type { PageContext } from './page-reader.ts';
import { openPageSocket } from './page-socket.ts';
import type { PageSocket } from './page-socket.ts';
import type { Seat } from './recipe.ts';

/** Shared by the consoles of one try: an expired session is signed in again once, not for ever. */
export type LabSessionMemory = {
  signedInAgain: boolean;
  /** What a recipe leaves for its next step of the same stay. */
  kept?: Map<string, unknown>;
};

/** What a recipe does on a lab's pages. Every wait ends with the step's deadline, a crash of the page, or `pageMs`. */
export type Console = {
  seat: Seat;
  session: LabSessionMemory;
  /** Loads a page of the lab by its path. Answers with the HTTP status (below 500). */
  open: (path: string) => Promise<number>;
  /** Where the console stands: path without query. */
  path: () => string;
  /** A path of the lab as it stands in addresses, with what the lab's own address begins with. */
  absolute: (path: string) => string;
  /** Whether the lab's pages are served by this very host. */
  isLoopback: () => boolean;
  /** The lab's own clock, as ms since 1970: what its pages say of times is measured against this, never against ours. */
  labNow: () => number;
  /** For each name the text of the first element that its selector finds, or null. */
  texts: (selectors: Record<string, string>) => Promise<Record<string, string | null>>;
  attributes: (selector: string, names: string[]) => Promise<Record<string, string | null>[]>;
  has: (selector: string) => Promise<boolean>;
  fill: (selector: string, value: string) => Promise<void>;
  /** Clicks what must load another page, and waits for that page. Answers with its HTTP status (below 500). */
  submit: (selector: string) => Promise<number>;
  /** Clicks what changes nothing but the page: a choice in a form. */
  press: (selector: string) => Promise<void>;
  /** Clicks what must make itself or its dialog go away; false when it stayed. */
  dismiss: (selector: string) => Promise<boolean>;
  /** Calls the lab as a script of the page does, with its cookies. Answers with the HTTP status (below 500) and the parsed JSON. */
  call: (
    method: string,
    path: string,
    body?: unknown,
    options?: Pick<CallRequest, 'bearer'>,
  ) => Promise<CallAnswer>;
  /** Opens a WebSocket with the page's cookies; it closes when the page is left. */
  openSocket: (path: string) => Promise<PageSocket>;
  /** Follows a stream of events with the page's cookies. */
  openEvents: (path: string) => Promise<PageEvents>;
  /** A line in the member's log. */
  say: (line: string) => void;
  /** A line in the step log that admins see with the evidence. */
  note: (line: string) => void;
  /** Masks from now on what the lab gave us to be known by. */
  addSecret: (secret: string) => void;
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
  addSecret: (secret: string) => void;
  /** Waited for before each page load, click, entry and call: who acts must still be the one to act until it is over (`pageMs`). */
  beforeAct: () => Promise<void>;
};

const loopbackNames = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:.*\.)?localhost)$/;

/** A console over one lab page. The signal ends it for good; recipes get a fresh one for each step. */
export function createConsole(options: ConsoleOptions): Console {
  const { labPage, baseUrl, seat, session, pageMs, say, note, beforeAct } = options;
  const { page } = labPage;
  const signal = AbortSignal.any([options.signal, labPage.broken, labPage.blocked()]);
  const context: PageContext = { page, pageMs, signal, note, beforeAct };
  return {
    seat,
    session,
    open: (path) => openPath(context, baseUrl, path),
    path: () => URL.parse(page.url())?.pathname ?? '',
    absolute: (path) => new URL(path, baseUrl).pathname,
    isLoopback: () => loopbackNames.test(new URL(baseUrl).hostname),
    labNow: labPage.labNow,
    texts: (selectors) => readPageTexts(context, selectors),
    attributes: (selector, names) => readPageAttributes(context, selector, names),
    has: async (selector) => (await probe(context, selector)) !== 'missing',
    fill: (selector, value) => fillField(context, selector, value),
    submit: (selector) => submit(context, selector),
    press: (selector) => click(context, selector),
    dismiss: (selector) => dismiss(context, selector),
    call: (method, path, body, options) => callFromPage(context, baseUrl, { method, path, body, ...options }),
    openEvents: (path) => openPageEvents(context, baseUrl, path),
    openSocket: (path) => openPageSocket(context, baseUrl, path),
    say(line) {
      note(`say ${line}`);
      say(line);
    },
    note,
    addSecret: options.addSecret,
    pause: (ms) => raceSignal(sleep(ms), signal),
  };
}
