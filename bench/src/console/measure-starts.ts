import { measureSideBySide } from '../measure/side-by-side.ts';
import type { Place } from '../place.ts';
import { startByBrowser } from './browser-start.ts';
import { chromiumLauncher } from './measure-sessions.ts';
import { startByRest } from './rest-start.ts';
import type { Hub } from './start-hub.ts';
import type { StepsMs } from './step-clock.ts';

export interface StartFigures {
  /** From the wish to a login over SSH, the hub's spawn taken out of its step. */
  browser: StepsMs[];
  /** By the browser, without the cookies of an earlier start. */
  signedOut: StepsMs[];
  rest: StepsMs[];
  /** The spawns that were taken out, of both sides, in ms. */
  spawn: number[];
}

/** The worker's Chromium runs already, as it does on a worker, and the seat has signed in before; the REST side has its token. */
export async function measureStarts(
  place: Place,
  hub: Hub,
  { rounds }: { rounds: number },
): Promise<StartFigures> {
  const chromium = await (await chromiumLauncher(place))();
  const spawn: number[] = [];
  const { cookies } = await startByBrowser(chromium, hub.seat);
  const withoutSpawn = (steps: StepsMs, username: string): StepsMs => {
    const spawnMs = hub.newestSpawnMs(username);
    spawn.push(spawnMs);
    return { ...steps, spawn: (steps.spawn ?? 0) - spawnMs };
  };
  const samples = await measureSideBySide(
    {
      browser: async () =>
        withoutSpawn((await startByBrowser(chromium, hub.seat, cookies)).stepsMs, hub.seat.username),
      signedOut: async () =>
        withoutSpawn((await startByBrowser(chromium, hub.seat)).stepsMs, hub.seat.username),
      rest: async () => withoutSpawn(await startByRest(hub.user), hub.user.username),
    },
    // The first of each makes homes and fills caches.
    { rounds: rounds + 1 },
  );
  return {
    browser: samples.browser.slice(1),
    signedOut: samples.signedOut.slice(1),
    rest: samples.rest.slice(1),
    spawn,
  };
}
