import type { Cookie } from 'puppeteer';
import type { RunningChromium } from '../../../worker/src/browser/launch/launch-chromium.ts';
import { openLabPage } from '../../../worker/src/browser/page/lab-page.ts';
import { jupyterRecipe } from '../../../worker/src/labs/jupyter/steps.ts';
import { verifySsh } from '../../../worker/src/machine/verify-ssh.ts';
import { createConsole } from '../../../worker/src/recipes/console.ts';
import { stepClock, type StepsMs } from './step-clock.ts';

export interface HubSeat {
  /** The hub's address as the recipe gets it. */
  baseUrl: string;
  username: string;
  password: string;
}

/** `cookies`: what the next start of the seat may begin with. */
export interface BrowserStart {
  stepsMs: StepsMs;
  cookies: Cookie[];
}

const startWithinMs = 120_000;
const pageMs = 30_000;
export const machineLastsMs = 600_000;

/**
 * Brings a machine up as the worker does, by the recipe: in a context of its own, with the cookies that an earlier sign-in of the seat left or
 * signed out, to a login over SSH. Answers with how long each step took, the hub's own spawn within `spawn`; ends the machine before
 * it does.
 */
export async function startByBrowser(
  chromium: RunningChromium,
  seat: HubSeat,
  cookies: readonly Cookie[] = [],
): Promise<BrowserStart> {
  const clock = stepClock();
  const signal = AbortSignal.timeout(startWithinMs);
  const labPage = await openLabPage(chromium.browser, signal);
  const context = labPage.page.browserContext();
  await context.setCookie(...cookies);
  clock.done('page');
  try {
    const console = createConsole({
      labPage,
      session: { signedInAgain: false },
      baseUrl: seat.baseUrl,
      seat: { username: seat.username, password: seat.password, hasCookies: cookies.length > 0 },
      pageMs,
      signal,
      say: () => undefined,
      note: () => undefined,
      addSecret: () => undefined,
      beforeAct: () => Promise.resolve(),
    });
    await jupyterRecipe.signIn(console);
    clock.done('sign-in');
    const { labRef } = await jupyterRecipe.start(console, {
      label: 'bench',
      template: 'default',
      minutes: 10,
      beforeClick: () => Promise.resolve(),
    });
    await jupyterRecipe.waitUntilLive(console, labRef);
    clock.done('spawn');
    await jupyterRecipe.openShell(console, labRef);
    clock.done('shell');
    const order = { machineName: 'bench', endsInMs: machineLastsMs, tunnel: null };
    await jupyterRecipe.bootstrap(console, labRef, order);
    const connection = await jupyterRecipe.readConnection(console, labRef);
    clock.done('set-up');
    await verifySsh(connection, { dial: connection, named: connection }, signal);
    clock.done('ssh');
    await jupyterRecipe.end(console, labRef);
    return { stepsMs: clock.stepsMs, cookies: await context.cookies() };
  } finally {
    await labPage.close();
  }
}
