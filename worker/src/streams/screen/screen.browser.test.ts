import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
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
import { followCredentials } from './hide-credentials.ts';

const log = pino({ level: 'silent' });
const lab = createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  if (request.url?.startsWith('/secrets') === true) return sendSlowly(response, secrets(request.url));
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
  await look.pictureAfter(() => page.goto(`http://${origin}/?secret=of-the-address`));
  await expect
    .poll(() => look.texts.findLast((message) => message.type === 'frame'))
    .toMatchObject({ title: 'form', url: expect.not.stringContaining('of-the-address') });

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
  await look.pictureAfter(() => page.$eval('#token', (token) => token.remove()));
  expect(await value()).toBe('äßx');

  // Without a word that they were drawn no more than two come, however much changes.
  await look.pictureAfter(() => page.goto(`http://${origin}/noise`));
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

test('no picture shows what a password field holds, whatever its page does, and a page beside it is shown', async () => {
  const labPage = await keeper.openPage(AbortSignal.timeout(30_000));
  const { page } = labPage;
  await followCredentials(labPage, []);
  await page.goto(`http://${origin}/secrets?before`);
  const look = await openLook(() => labPage);
  const shown = async (title: string): Promise<void> => {
    const isShown = (): boolean =>
      look.texts.findLast((message) => message.type === 'frame')?.title === title;
    await expect.poll(isShown, { timeout: 15_000 }).toBe(true);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 600))');
  };
  await shown('/secrets?before over');
  await page.goto(`http://${origin}/secrets?next`);
  await shown('/secrets?next over');
  await page.evaluate(`void window.open('/secrets?beside')`);
  await shown('/secrets?beside over');
  expect(await page.browserContext().pages()).toHaveLength(2);

  const decoder = await page.browserContext().newPage();
  const counts = [];
  for (const jpeg of look.pictures)
    counts.push(await decoder.evaluate(countColours, jpeg.toString('base64')));
  // The frames of red are those of the fields, so that an empty picture proves nothing.
  expect(counts.filter(({ red }) => red > 5000).length).toBeGreaterThan(3);
  expect(Math.max(...counts.map(({ lime }) => lime))).toBe(0);
  look.socket.close();
  await look.served;
  await labPage.close();
});

/** Runs in the page: how many dots of the picture are red, and lime. */
async function countColours(jpeg: string): Promise<{ red: number; lime: number }> {
  const { Image, OffscreenCanvas } = globalThis as unknown as DrawingGlobals;
  const image = new Image();
  image.src = `data:image/jpeg;base64,${jpeg}`;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const counts = { red: 0, lime: 0 };
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (red > 180 && green < 80 && blue < 80) counts.red += 1;
    if (green > 180 && red < 80 && blue < 80) counts.lime += 1;
  }
  return counts;
}

type DrawingGlobals = {
  Image: new () => { src: string; width: number; height: number; decode: () => Promise<void> };
  OffscreenCanvas: new (
    width: number,
    height: number,
  ) => {
    getContext: (kind: '2d') => {
      drawImage: (image: unknown, x: number, y: number) => void;
      getImageData: (x: number, y: number, width: number, height: number) => { data: Uint8ClampedArray };
    };
  };
};

type PageGlobals = { getComputedStyle: (element: unknown) => { color: string } };

/** A look over a real socket that says of each picture that it was drawn, while `isDrawing`. */
async function openLook(page: () => LabPage | null) {
  const arriving = once(sockets, 'connection');
  const socket = new WebSocket(`ws://${origin}`);
  const texts: ScreenControl[] = [];
  const sizes: number[] = [];
  const pictures: Buffer[] = [];
  const look = {
    socket,
    texts,
    sizes,
    pictures,
    isDrawing: true,
    isStill: true,
    served: Promise.resolve(),
    send: (message: ScreenControl) => socket.send(JSON.stringify(message)),
    /** A page that stands still sends no other: the picture may be there before the act has ended. */
    async pictureAfter(act: () => Promise<unknown>) {
      const before = sizes.length;
      await act();
      await expect.poll(() => sizes.length).toBeGreaterThan(before);
    },
    async watch(pictures: number) {
      const [before, since] = [sizes.length, performance.now()];
      await expect.poll(() => sizes.length - before).toBeGreaterThanOrEqual(pictures);
      return { count: sizes.length - before, seconds: (performance.now() - since) / 1000 };
    },
  };
  socket.on('message', (data, isBinary) => {
    if (!Buffer.isBuffer(data)) throw new Error('the worker sent something else than one buffer');
    if (!isBinary) return void texts.push(JSON.parse(data.toString('utf8')) as ScreenControl);
    sizes.push(data.length);
    pictures.push(data);
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

/** Fields that hold something, lime on lime in a frame of red: in the page, in frames of this and of another site, in shadow trees. */
function secrets(url: string): [string, string] {
  const look =
    '<style>input{background:lime;color:lime;font-size:30px;border:6px solid red;width:250px}</style>';
  const field = `${look}<input type="password" value="hunter2">`;
  if (url.endsWith('field')) return [field, ''];
  const other = `http://localhost:${origin.split(':')[1]}`;
  const first = `<!doctype html><title>first</title>${field}
    <div><template shadowrootmode="open">${field}</template></div><div id="early"></div><div id="late"></div>
    <iframe src="/secrets?field" height="60"></iframe><iframe src="${other}/secrets?field" height="60"></iframe>
    <script>early.attachShadow({ mode: 'closed' }).innerHTML = '${field}';</script>`;
  const rest = `<script>
    const root = late.attachShadow({ mode: 'closed' });
    root.innerHTML = '${field}';
    root.adoptedStyleSheets = document.adoptedStyleSheets = [];
    document.querySelector('input').type = 'text';
    setTimeout(() => { root.querySelector('input').type = 'text'; document.title = '${url} over'; }, 100);
  </script>`;
  return [first, rest];
}

/** A page that is seen before it is whole. */
function sendSlowly(response: ServerResponse, [first, rest]: [string, string]): void {
  response.write(first);
  setTimeout(() => response.end(rest), rest === '' ? 0 : 700);
}
