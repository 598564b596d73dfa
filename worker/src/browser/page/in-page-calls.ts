/**
 * Functions that run inside a page, not here: they may use nothing but their arguments and the page's globals.
 * They call the lab as the page's own scripts do, with its cookies and its token against forged requests.
 */
type PageSocketLike = { readyState: number; send: (text: string) => void; close: () => void };
type PageEventsLike = {
  addEventListener: (type: 'message', listener: (event: { data: string }) => void) => void;
  close: () => void;
};
type PageGlobals = {
  EventSource: new (url: string) => PageEventsLike;
  coinslotSockets?: Record<string, PageSocketLike>;
  coinslotEvents?: Record<string, { seen: string[]; wake: () => void }>;
};

/** The status, text and final address of an answer, or what the browser says of a request that got none. */
export async function callInPage(request: {
  method: string;
  url: string;
  body: string | null;
  token: string | null;
  bearer: string | null;
  timeoutMs: number;
}): Promise<{ status: number; text: string; url: string } | { error: string }> {
  const headers: Record<string, string> = { accept: 'application/json, text/html, text/event-stream' };
  if (request.token !== null) headers['X-XSRFToken'] = request.token;
  if (request.bearer !== null) headers['authorization'] = `token ${request.bearer}`;
  if (request.body !== null) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers,
      body: request.body,
      referrer: request.url,
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    // A member may run the server that answers: what is longer than any answer is not read to its end.
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (let isDone = reader === undefined; !isDone && text.length < 200_000;) {
      const piece = await reader?.read();
      isDone = piece?.done !== false;
      text += decoder.decode(piece?.value, { stream: !isDone });
    }
    void reader?.cancel().catch(() => undefined);
    return { status: response.status, text: text.slice(0, 200_000), url: response.url };
  } catch (error) {
    return { error: error instanceof Error ? error.name : 'unknown' };
  }
}

export function openSocketInPage(name: string, url: string): void {
  const page = globalThis as unknown as PageGlobals;
  page.coinslotSockets ??= {};
  page.coinslotSockets[name] = new WebSocket(url);
}

/** False when the socket is not open (any more): nothing was sent. */
export function sendInPage(name: string, texts: readonly string[]): boolean {
  const page = globalThis as unknown as PageGlobals;
  const socket = page.coinslotSockets?.[name];
  if (socket === undefined || socket.readyState !== 1) return false;
  for (const text of texts) socket.send(text);
  return true;
}

export function closeSocketInPage(name: string): void {
  const page = globalThis as unknown as PageGlobals;
  page.coinslotSockets?.[name]?.close();
}

/** Follows a stream of events, which ends itself when one says `ready` or `failed`; a browser would begin it anew for ever. */
export function openEventsInPage(name: string, url: string): void {
  const page = globalThis as unknown as PageGlobals;
  page.coinslotEvents ??= {};
  const stream = { seen: [] as string[], wake: (): void => undefined };
  page.coinslotEvents[name] = stream;
  const source = new page.EventSource(url);
  source.addEventListener('message', ({ data }) => {
    if (stream.seen.length < 200) stream.seen.push(data.slice(0, 10_000));
    if (/"(?:ready|failed)": ?true/.test(data)) source.close();
    stream.wake();
  });
}

/** All that came so far, as soon as it is more than `known`, at the latest after `waitMs`; null when the page was left meanwhile. */
export async function readEventsInPage(
  name: string,
  { known, waitMs }: { known: number; waitMs: number },
): Promise<string[] | null> {
  const page = globalThis as unknown as PageGlobals;
  const stream = page.coinslotEvents?.[name];
  if (stream === undefined) return null;
  if (stream.seen.length <= known)
    await new Promise<void>((resolve) => {
      stream.wake = resolve;
      setTimeout(resolve, waitMs);
    });
  return stream.seen;
}
