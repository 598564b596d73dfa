import { expect, test } from 'vitest';
import { aMachine, aReadyMachine, beginRestart } from '../testing/data-machines.ts';
import { openTour } from '../testing/open-tour.ts';
import { seeText } from '../testing/page-acts.ts';
import { openPagePool } from '../testing/page-pool.ts';
import { withLive } from '../testing/tour-setup.ts';
import { tours } from '../testing/tours.ts';
import { forgetShifts, readShifts, watchShifts } from '../testing/watch-shifts.ts';

const pool = openPagePool({ onPage: watchShifts });
const allowedShift = 0.02;
const slowAnswerMs = 250;
const widths = [390, 1280];

/** Each address once; and the landing page with its banner, which comes later than the page. */
const pages = tours.filter(
  (tour, place) =>
    tour.name === 'landing-setup' || tours.findIndex((other) => other.path === tour.path) === place,
);

for (const { act: _act, ...tour } of pages) {
  // What an act makes room for is no jump; whether its answer comes within the browser's 500 ms of grace is chance.
  test.concurrent(`${tour.name} does not jump while slow answers come in, at 390 and 1280 px`, () =>
    pool.use(async ({ page, broker }) => {
      broker.slowDown(slowAnswerMs);
      for (const width of widths) {
        await page.setViewport({ width, height: 850 });
        await openTour(page, broker, tour);
        const { sum, what } = await readShifts(page);
        expect(sum, `at ${width} px: ${what}`).toBeLessThan(allowedShift);
      }
    }));
}

test.concurrent('the page of a machine does not jump when it becomes ready, restarts and is back, at 390 and 1280 px', () =>
  pool.use(async ({ page, broker }) => {
    const ready = aReadyMachine();
    const path = `/machines/${ready.id}`;
    const before = aMachine({ id: ready.id, name: ready.name });
    for (const width of widths) {
      await page.setViewport({ width, height: 850 });
      await openTour(page, broker, {
        name: 'ready',
        path,
        shows: 'Unpacking package',
        prepare: withLive(before),
      });
      await forgetShifts(page);
      const turns = [
        { machine: ready, shows: 'ssh -p' },
        { machine: beginRestart(ready), shows: 'It is restarting since' },
        { machine: ready, shows: 'ssh -p' },
      ];
      for (const { machine, shows } of turns) {
        broker.world.machines = [machine];
        broker.live.send('machine', machine);
        await seeText(page, shows);
      }
      const { sum, what } = await readShifts(page);
      expect(sum, `at ${width} px: ${what}`).toBeLessThan(allowedShift);
    }
  }));
