import { Act, type Point } from './point.ts';

type Page = [name: string, act: Act, method: 'GET' | 'POST', path: RegExp];

const pages: Page[] = [
  // Signed in by its cookies, as a seat is after its first time.
  ['catalogue', Act.buy, 'GET', /^\/catalogue$/],
  ['start-page', Act.buy, 'GET', /\/start$/],
  ['start', Act.buy, 'POST', /\/start$/],
  ['progress', Act.buy, 'GET', /\/progress$/],
  ['terminal', Act.buy, 'POST', /\/terminal$/],
  ['connection', Act.buy, 'GET', /\/connection$/],
  ['list', Act.buy, 'GET', /^\/machines$/],
  ['extend', Act.extend, 'POST', /\/extend$/],
  ['restart', Act.restart, 'POST', /\/restart$/],
  ['end', Act.stop, 'POST', /\/end$/],
  ['list', Act.stop, 'GET', /^\/machines$/],
];

/** Each of the lab's pages that matters: asked and not there yet, done there and the answer on its way. */
export const labPoints: readonly Point[] = pages.flatMap(([name, act, method, path]) =>
  (['up', 'down'] as const).map((way) => ({
    name: `${act}/lab-${name}-${way === 'up' ? 'asked' : 'answered'}`,
    act,
    watch: () => (sighting) =>
      sighting.link === 'lab' &&
      sighting.way === way &&
      sighting.method === method &&
      path.test(sighting.path),
  })),
);
