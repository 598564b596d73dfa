import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { BrowserKeeper } from './browser-keeper.ts';
import { createBrowserKeepers } from './browser-keepers.ts';
import type { BrowserKeepers } from './browser-keepers.ts';
import { layCookies, takeCookies } from './page/lab-cookies.ts';

let lab: Server;
let dir: string;
let browsers: BrowserKeepers;
let url: string;
beforeAll(async () => {
  lab = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    if (request.url === '/sign-in')
      response.setHeader('set-cookie', 'sid=signed-in-as-seat; HttpOnly; SameSite=Lax; Path=/');
    response.end(
      `<title>${request.headers.cookie ?? 'stranger'}</title><p id="ua">${request.headers['user-agent']}</p>`,
    );
  }).listen(0, '127.0.0.1');
  await once(lab, 'listening');
  url = `http://127.0.0.1:${(lab.address() as AddressInfo).port}`;
  dir = await mkdtemp(join(tmpdir(), 'coinslot-browsers-'));
  browsers = createBrowserKeepers(
    {
      chromiumPath: undefined,
      cacheDir: join(homedir(), '.cache', 'coinslot'),
      fallbackCacheDir: join(dir, 'cache'),
      profilesDir: join(dir, 'profiles'),
      launchTimeoutMs: 30_000,
      maxContexts: 50,
      maxAgeMs: 3_600_000,
    },
    pino({ level: 'silent' }),
  );
});
afterAll(async () => {
  await browsers.close();
  lab.close();
  await rm(dir, { recursive: true, force: true });
});

const open = (keeper: BrowserKeeper) => keeper.openPage(AbortSignal.timeout(40_000));

/** What a lab's page can learn of the browser, in the page itself and in a window that it opens. */
async function looksOf(keeper: BrowserKeeper) {
  const labPage = await open(keeper);
  const { page } = labPage;
  await page.goto(url);
  const look = `({ webdriver: navigator.webdriver === true, userAgent: navigator.userAgent })`;
  const Look = z.object({ webdriver: z.boolean(), userAgent: z.string() });
  const own = Look.parse(await page.evaluate(look));
  const [popup] = await Promise.all([
    new Promise<typeof page>((resolve) => page.once('popup', (opened) => opened && resolve(opened))),
    page.evaluate(`void window.open('/popup')`),
  ]);
  await popup.waitForSelector('#ua');
  const inPopup = Look.parse(await popup.evaluate(look));
  const sent = await page.$eval('#ua', (element) => element.textContent);
  await labPage.close();
  return { own, inPopup, sent };
}

test('only the browser for such labs hides that it is automated, in its pages and in their popups', async () => {
  const plain = await looksOf(browsers.plain);
  expect(plain.own.webdriver).toBe(true);
  expect(plain.sent).toContain('Headless');
  expect(browsers.stealthy.pids()).toEqual([]);
  const stealthy = await looksOf(browsers.stealthy);
  expect(stealthy.own).toMatchObject({
    webdriver: false,
    userAgent: expect.not.stringContaining('Headless'),
  });
  expect(stealthy.inPopup).toMatchObject({
    webdriver: false,
    userAgent: expect.not.stringContaining('Headless'),
  });
  expect(stealthy.sent).not.toContain('Headless');
  expect(browsers.pids()).toHaveLength(2);
});

test('contexts of the hiding browser may be closed as soon as they are open, many at once', async () => {
  const rounds = Array.from({ length: 6 }, async () => (await open(browsers.stealthy)).close());
  const cut = AbortSignal.timeout(20);
  const interrupted = Array.from({ length: 3 }, () =>
    browsers.stealthy.openPage(cut).then(
      (one) => one.close(),
      () => undefined,
    ),
  );
  await Promise.all([...rounds, ...interrupted]);
  const labPage = await open(browsers.stealthy);
  await labPage.page.goto(url);
  await Promise.all([labPage.page.evaluate(`void window.open('/popup')`), labPage.close()]).catch(
    () => undefined,
  );
  const next = await open(browsers.stealthy);
  await next.page.goto(url);
  expect(await next.page.title()).toBe('stranger');
  await next.close();
});

test.each(['plain', 'stealthy'] as const)(
  'the cookies of a sign-in open the lab in another context of the %s browser, and only there',
  async (which) => {
    const first = await open(browsers[which]);
    expect(await takeCookies(first.page, url)).toBeNull();
    await first.page.goto(`${url}/sign-in`);
    const cookies = await takeCookies(first.page, url);
    expect(cookies).toMatchObject([
      { name: 'sid', value: 'signed-in-as-seat', httpOnly: true, expiresAt: null },
    ]);
    expect(await takeCookies(first.page, 'http://other.example')).toBeNull();
    const second = await open(browsers[which]);
    await layCookies(second.page, cookies ?? []);
    await second.page.goto(url);
    expect(await second.page.title()).toBe('sid=signed-in-as-seat');
    // The same once more, so that nothing is reported as new after a sign-in that was not needed.
    expect(await takeCookies(second.page, url)).toEqual(cookies);
    const third = await open(browsers[which]);
    await third.page.goto(url);
    expect(await third.page.title()).toBe('stranger');
    await Promise.all([first, second, third].map((one) => one.close()));
  },
);
