import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Cookie } from 'puppeteer';
import { createBrowserKeeper } from '../browser/browser-keeper.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import { createConsole } from '../recipes/console.ts';
import type { Console } from '../recipes/console.ts';

/** A recipe's consoles without a worker around them: real pages in a real browser. */
export type RecipeVisits = {
  /** A stay with cookies of its own; `stepMs` bounds everything that is done there. */
  visit: (options: {
    baseUrl: string;
    username: string;
    password: string;
    pageMs?: number;
    stepMs?: number;
    /** Of an earlier sign-in. */
    cookies?: Cookie[];
  }) => Promise<RecipeVisit>;
  close: () => Promise<void>;
};
export type RecipeVisit = {
  console: Console;
  labPage: LabPage;
  said: string[];
  notes: string[];
  secrets: string[];
};

export async function openRecipeVisits(): Promise<RecipeVisits> {
  const dir = await mkdtemp(join(tmpdir(), 'coinslot-visits-'));
  const options = {
    chromiumPath: undefined,
    cacheDir: join(homedir(), '.cache', 'coinslot'),
    fallbackCacheDir: join(dir, 'cache'),
    profilesDir: join(dir, 'profiles'),
    launchTimeoutMs: 30_000,
    maxContexts: 50,
    maxAgeMs: 3_600_000,
  };
  const keeper = createBrowserKeeper(options, pino({ level: 'silent' }));
  return {
    async visit({ baseUrl, username, password, pageMs = 15_000, stepMs = 60_000, cookies = [] }) {
      const labPage = await keeper.openPage(AbortSignal.timeout(30_000));
      await labPage.page.browserContext().setCookie(...cookies);
      const said: string[] = [];
      const notes: string[] = [];
      const secrets: string[] = [];
      const console = createConsole({
        labPage,
        session: { signedInAgain: false },
        baseUrl,
        seat: { username, password, hasCookies: cookies.length > 0 },
        pageMs,
        signal: AbortSignal.timeout(stepMs),
        say: (line) => said.push(line),
        note: (line) => notes.push(line),
        addSecret: (secret) => secrets.push(secret),
        beforeAct: () => Promise.resolve(),
      });
      return { console, labPage, said, notes, secrets };
    },
    async close() {
      await keeper.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
