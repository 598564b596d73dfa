import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tellFailure } from '../../machine/tell-failure.ts';
import { createConsole } from '../../recipes/console.ts';
import type { Console } from '../../recipes/console.ts';
import { createBrowserKeeper } from '../browser-keeper.ts';
import type { BrowserKeeper } from '../browser-keeper.ts';
import type { LabPage } from './lab-page.ts';

let lab: Server;
let dir: string;
let keeper: BrowserKeeper;
beforeAll(async () => {
  lab = createServer((request, response) => {
    if (request.url === '/endless') {
      const piece = Buffer.alloc(65_536, 'x');
      while (response.write(piece));
      response.on('drain', () => {
        while (response.write(piece));
      });
      return;
    }
    const script = new URL(request.url ?? '', 'http://lab').searchParams.get('script') ?? '';
    response.setHeader('content-type', 'text/html');
    response.setHeader('date', 'Wed, 01 Jan 2031 10:00:00 GMT');
    response.end(`<title>lab</title><a id="go" href="?script=">go</a><script>${script}</script>`);
  }).listen(0, '127.0.0.1');
  await once(lab, 'listening');
  dir = await mkdtemp(join(tmpdir(), 'coinslot-page-'));
  const options = {
    chromiumPath: undefined,
    cacheDir: join(homedir(), '.cache', 'coinslot'),
    fallbackCacheDir: join(dir, 'cache'),
    profilesDir: join(dir, 'profiles'),
    launchTimeoutMs: 30_000,
    maxContexts: 50,
    maxAgeMs: 3_600_000,
  };
  keeper = createBrowserKeeper(options, pino({ level: 'silent' }));
});
afterAll(async () => {
  await keeper.close();
  lab.close();
  await rm(dir, { recursive: true, force: true });
});

test.each([
  ['confirm', 'document.title = String(confirm("Delete everything?"))', 'false'],
  ['prompt', 'document.title = String(prompt("Your name?"))', 'null'],
])(
  'a %s is dismissed, never agreed to, and the page is blocked from then on',
  async (_kind, script, title) => {
    const { labPage, console, dialogs } = await openConsole();
    const failure = await console.open(`/?script=${encodeURIComponent(script)}`).then(
      async () => console.has('#go').catch((error: unknown) => error),
      (error: unknown) => error,
    );
    expect(tellFailure(failure, null)).toMatchObject({
      failure: 'page_blocked',
      message: expect.stringMatching(/asked for a decision: (Delete everything|Your name)/),
    });
    expect(dialogs).toEqual([expect.stringContaining('dismissed')]);
    expect(await labPage.page.title()).toBe(title);
    await expect(console.submit('#go')).rejects.toThrow('asked for a decision');
    await labPage.close();
  },
);

test('an alert is accepted and nothing is blocked', async () => {
  const { labPage, console, dialogs } = await openConsole();
  await console.open(`/?script=${encodeURIComponent('alert("News!"); document.title = "read"')}`);
  await console.submit('#go');
  expect(dialogs).toEqual(['News! accepted']);
  expect(labPage.blocked().aborted).toBe(false);
  await labPage.close();
});

test('a page that asks before it is left is left', async () => {
  const { labPage, console, dialogs } = await openConsole();
  await console.open(`/?script=${encodeURIComponent('onbeforeunload = (event) => event.preventDefault()')}`);
  expect(await console.submit('#go')).toBe(200);
  expect(dialogs).toEqual([' accepted']);
  expect(labPage.blocked().aborted).toBe(false);
  await labPage.close();
});

test('an answer without an end is cut off, not read into memory', async () => {
  const { labPage, console } = await openConsole();
  await console.open('/');
  const asked = once(lab, 'request') as Promise<[IncomingMessage]>;
  const [answer, [{ socket }]] = await Promise.all([console.call('GET', '/endless'), asked]);
  expect(answer).toMatchObject({ status: 200, body: null, text: 'x'.repeat(200_000) });
  await vi.waitFor(() => expect(socket.destroyed).toBe(true), 5000);
  expect(socket.bytesWritten).toBeLessThan(50_000_000);
  await labPage.close();
});

test("the lab's clock is the one of its pages, not ours", async () => {
  const { labPage, console } = await openConsole();
  await console.open('/');
  expect(Math.abs(console.labNow() - Date.parse('2031-01-01T10:00:00Z'))).toBeLessThan(10_000);
  await labPage.close();
});

async function openConsole(): Promise<{ labPage: LabPage; console: Console; dialogs: string[] }> {
  const { port } = lab.address() as AddressInfo;
  const signal = AbortSignal.timeout(40_000);
  const labPage = await keeper.openPage(signal);
  const dialogs: string[] = [];
  labPage.onDialog((text, answer) => dialogs.push(`${text} ${answer}`));
  const console = createConsole({
    labPage,
    session: { signedInAgain: false },
    baseUrl: `http://127.0.0.1:${port}`,
    seat: { username: 'a', password: 'b', hasCookies: false },
    pageMs: 5000,
    signal,
    say: () => undefined,
    note: () => undefined,
    addSecret: () => undefined,
    beforeAct: () => Promise.resolve(),
  });
  return { labPage, console, dialogs };
}
