import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'puppeteer';
import { closeSocketInPage, openSocketInPage, sendInPage } from '../browser/page/in-page-calls.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import type { PageContext } from './page-reader.ts';
import { RecipeError } from './recipe-error.ts';

/** A WebSocket of the page's, whose frames are read beside the page: what its scripts draw does not matter. */
export type PageSocket = {
  send: (...texts: string[]) => Promise<void>;
  /** Looks at all text frames so far, again at each new one, until `look` finds something. */
  waitFor: <Value>(look: (frames: readonly string[]) => Value | null) => Promise<Value>;
  close: () => Promise<void>;
};

/** What is open on each page, by its address. A step's console ends before the page does, and the next one goes on with the same line. */
const linesOfPages = new WeakMap<Page, Map<string, Line>>();

const maxBytes = 2 * 1024 * 1024;

/**
 * Opens a socket with the page's cookies, or goes on with the one to the same address. It lives as long as the page stays where it is.
 *
 * @throws RecipeError `shell_failed` when the lab does not open it, or closes it while it is waited for
 */
export async function openPageSocket(
  context: PageContext,
  baseUrl: string,
  path: string,
): Promise<PageSocket> {
  const { page, signal } = context;
  const url = new URL(path, baseUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const lines = linesOfPages.get(page) ?? new Map<string, Line>();
  linesOfPages.set(page, lines);
  const kept = lines.get(url.href);
  await context.beforeAct();
  const line = kept === undefined || kept.isClosed() ? await openLine(context, url) : kept;
  lines.set(url.href, line);

  return {
    async send(...texts) {
      await context.beforeAct();
      const isSent = await raceSignal(page.evaluate(sendInPage, line.name, texts), signal);
      if (!isSent) throw new RecipeError('shell_failed', 'The terminal closed.');
    },
    async waitFor(look) {
      for (;;) {
        const changed = line.changed();
        const found = look(line.frames);
        if (found !== null) return found;
        if (line.isClosed()) throw new RecipeError('shell_failed', 'The terminal closed.');
        await raceSignal(changed, signal);
      }
    },
    async close() {
      lines.delete(url.href);
      const closing = page.evaluate(closeSocketInPage, line.name).catch(() => undefined);
      await Promise.race([closing, sleep(1000)]);
      await Promise.race([line.detach(), sleep(1000)]);
    },
  };
}

async function openLine({ page, signal, pageMs, note }: PageContext, url: URL): Promise<Line> {
  const session = await raceSignal(page.createCDPSession(), signal);
  const line = followFrames(session, url.href);
  try {
    await raceSignal(session.send('Network.enable'), signal);
    await raceSignal(page.evaluate(openSocketInPage, line.name, url.href), signal);
    const late = AbortSignal.timeout(pageMs);
    await raceSignal(line.opened, AbortSignal.any([signal, late])).catch((error: unknown) => {
      if (late.aborted && !signal.aborted)
        throw new RecipeError('shell_failed', 'The terminal did not open in time.');
      throw error;
    });
    note(`socket ${url.pathname} opened`);
    return line;
  } catch (error) {
    await line.detach();
    throw error;
  }
}

type Line = {
  /** By which the page finds it again. */
  name: string;
  detach: () => Promise<void>;
  frames: string[];
  opened: Promise<void>;
  isClosed: () => boolean;
  changed: () => Promise<void>;
};

function followFrames(session: CDPSession, url: string): Line {
  const frames: string[] = [];
  const opened = Promise.withResolvers<void>();
  opened.promise.catch(() => undefined);
  let changed = Promise.withResolvers<void>();
  let requestId: string | null = null;
  let bytes = 0;
  let isClosed = false;

  function wake(): void {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  }
  function close(): void {
    isClosed = true;
    opened.reject(new RecipeError('shell_failed', 'The lab did not open the terminal.'));
    wake();
  }

  session.on('Network.webSocketCreated', (event) => {
    if (requestId === null && event.url === url) requestId = event.requestId;
  });
  session.on('Network.webSocketHandshakeResponseReceived', (event) => {
    if (event.requestId === requestId && event.response.status === 101) opened.resolve();
  });
  session.on('Network.webSocketFrameReceived', ({ requestId: id, response }) => {
    if (id !== requestId) return;
    frames.push(response.payloadData);
    bytes += response.payloadData.length;
    while (bytes > maxBytes) bytes -= frames.shift()?.length ?? bytes;
    wake();
  });
  session.on('Network.webSocketClosed', (event) => {
    if (event.requestId === requestId) close();
  });
  return {
    name: randomUUID(),
    detach: () => session.detach().catch(() => undefined),
    frames,
    opened: opened.promise,
    isClosed: () => isClosed,
    changed: () => changed.promise,
  };
}
