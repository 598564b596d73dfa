import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createBrowserKeeper } from '../../browser/browser-keeper.ts';
import type { BrowserKeeper } from '../../browser/browser-keeper.ts';
import type { LabPage } from '../../browser/page/lab-page.ts';
import { carryScreen } from './carry-screen.ts';

const log = pino({ level: 'silent' });
const lab = createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  response.setHeader('content-security-policy', "style-src 'none'");
  const isNoisy = request.url === '/noise';
  response.end(isNoisy ? noise : form);
});
const sockets = new WebSocketServer({ server: lab });
let dir: string;
let keeper: BrowserKeeper;
let origin: string;

beforeAll(async () => {
  lab.listen(0, '127.0.0.1');
  await once(lab, 'listening');
  origin = `127.0.0.1:${(lab.address() as AddressInfo).port}`;
  dir = await mkdtemp(join(tmpdir(), 'coinslot-screen-'));
  keeper = createBrowserKeeper(
    {
      chromiumPath: undefined,
      cacheDir: join(homedir(), '.cache', 'coinslot'),
      fallbackCacheDir: join(dir, 'cache'),
      profilesDir: join(dir, 'profiles'),
      launchTimeoutMs: 30_000,
      maxContexts: 50,
      maxAgeMs: 3_600_000,
    },
    log,
  );
});
afterAll(async () => {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  await keeper.close();
  lab.close();
  await rm(dir, { recursive: true, force: true });
});

test('an admin sees what changes, bounded and without credentials, and works on the page only while it is in hand', async () => {
  let labPage: LabPage | null = null;
  const look = await openLook(() => labPage);
  await expect.poll(() => look.texts).toContainEqual({ type: 'no_page' });

  labPage = await keeper.openPage(AbortSignal.timeout(30_000));
  const { page } = labPage;
  await page.goto(`http://${origin}/?secret=of-the-address`);
  await look.nextPicture();
  const frame = look.texts.findLast((message) => message.type === 'frame');
  expect(frame).toMatchObject({ title: 'form', url: expect.not.stringContaining('of-the-address') });

  const hiddenNow = (): Promise<string[]> =>
    page.$$eval('#password, #token, #plain', (found) =>
      // Runs in the page.
      found.map((element) => (globalThis as unknown as PageGlobals).getComputedStyle(element).color),
    );
  const black = 'rgb(0, 0, 0)';
  expect(await hiddenNow()).toEqual(['rgb(255, 0, 0)', black, black]);
  // Shown as text by its page, it stays hidden; and so it is on the next page.
  await page.$eval('#password', (field) => field.setAttribute('type', 'text'));
  expect((await hiddenNow())[1]).toBe(black);
  await page.reload();
  expect(await hiddenNow()).toEqual(['rgb(255, 0, 0)', black, black]);

  const click = async (): Promise<void> => {
    for (const action of ['down', 'up'] as const)
      look.send({ type: 'pointer', action, x: 30, y: 20, button: 'left', clicks: 1 });
    look.send({ type: 'text', text: 'äß' });
    look.send({ type: 'key', action: 'down', key: 'x', code: 'KeyX' });
    look.send({ type: 'key', action: 'up', key: 'x', code: 'KeyX' });
  };
  const value = (): Promise<string | null> =>
    page.$eval('#plain', (field) => (field as unknown as { value: string }).value);
  await click();
  look.send({ type: 'take' });
  await click();
  await expect.poll(value).toBe('äßx');
  look.send({ type: 'give_back' });
  await click();
  // What was sent before is dealt with by then.
  await page.$eval('#plain', (field) => field.setAttribute('value', 'moved'));
  await page.$eval('#token', (token) => token.remove());
  await look.nextPicture();
  expect(await value()).toBe('äßx');

  // Without a word that they were drawn no more than two come, however much changes.
  await page.goto(`http://${origin}/noise`);
  await look.nextPicture();
  const { count, seconds } = await look.watch(12);
  expect(count / seconds).toBeLessThanOrEqual(5.5);
  expect(Math.max(...look.sizes)).toBeLessThanOrEqual(150_000);
  look.isDrawing = false;
  await expect.poll(() => look.sizes.length).toBeGreaterThan(0);
  const before = look.sizes.length;
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 1500))');
  expect(look.sizes.length - before).toBeLessThanOrEqual(2);

  const leaving = labPage;
  labPage = null;
  await expect.poll(() => look.texts.at(-1)).toEqual({ type: 'no_page' });
  await leaving.close();
  look.socket.close();
  await look.served;
});

type PageGlobals = { getComputedStyle: (element: unknown) => { color: string } };

/** A look over a real socket that says of each picture that it was drawn, while `isDrawing`. */
async function openLook(page: () => LabPage | null) {
  const arriving = once(sockets, 'connection');
  const socket = new WebSocket(`ws://${origin}`);
  const texts: ScreenControl[] = [];
  const sizes: number[] = [];
  const look = {
    socket,
    texts,
    sizes,
    isDrawing: true,
    isStill: true,
    served: Promise.resolve(),
    send: (message: ScreenControl) => socket.send(JSON.stringify(message)),
    async nextPicture() {
      const before = sizes.length;
      await expect.poll(() => sizes.length, { timeout: 10_000 }).toBeGreaterThan(before);
    },
    async watch(pictures: number) {
      const [before, since] = [sizes.length, performance.now()];
      await expect.poll(() => sizes.length - before, { timeout: 20_000 }).toBeGreaterThanOrEqual(pictures);
      return { count: sizes.length - before, seconds: (performance.now() - since) / 1000 };
    },
  };
  socket.on('message', (data, isBinary) => {
    if (!Buffer.isBuffer(data)) throw new Error('the worker sent something else than one buffer');
    if (!isBinary) return void texts.push(JSON.parse(data.toString('utf8')) as ScreenControl);
    sizes.push(data.length);
    const frame = texts.findLast((message) => message.type === 'frame');
    if (look.isDrawing && frame) look.send({ type: 'drawn', n: frame.n });
  });
  const [worker] = (await arriving) as [WebSocket];
  const source = {
    wayIn: () => null,
    page,
    isStill: () => look.isStill,
    credentialSelectors: () => ['#token'],
    signal: new AbortController().signal,
  };
  look.served = carryScreen(worker, source, log);
  return look;
}

const form = `<!doctype html><title>form</title><body style="margin:0">
  <input id="plain" style="position:absolute;left:10px;top:10px"><input id="password" type="password" value="hunter2">
  <b id="token">t0ken</b><script>plain.style.color = 'red'; token.style.color = 'red'; password.style.color = 'red';</script>`;

/** Random colours everywhere, thirty times a second: no picture is small. */
const noise = `<!doctype html><title>noise</title><canvas id="all" width="800" height="600"></canvas><script>
  const context = all.getContext('2d');
  const picture = context.createImageData(800, 600);
  setInterval(() => {
    for (let at = 0; at < picture.data.length; at += 1) picture.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
    context.putImageData(picture, 0, 0);
  }, 33);
</script>`;
