/**
 * Functions that run inside a page, not here: they may use nothing but their arguments and the page's globals.
 * They call the lab as the page's own scripts do, with its cookies and its token against forged requests.
 */
type PageSocketLike = { readyState: number; send: (text: string) => void; close: () => void };
type PageGlobals = {
  document: { cookie: string };
  jhdata?: { xsrf_token?: string };
  coinslotSockets?: Record<string, PageSocketLike>;
};

/** The status and text of an answer, or what the browser says of a request that got none. */
export async function callInPage(request: {
  method: string;
  url: string;
  body: string | null;
  timeoutMs: number;
}): Promise<{ status: number; text: string } | { error: string }> {
  const page = globalThis as unknown as PageGlobals;
  const cookie = /(?:^|; )_xsrf=([^;]*)/.exec(page.document.cookie)?.[1];
  const token = page.jhdata?.xsrf_token ?? cookie;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined && token !== '') headers['X-XSRFToken'] = token;
  if (request.body !== null) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers,
      body: request.body,
      referrer: request.url,
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { error: error instanceof Error ? error.name : 'unknown' };
  }
}

export function openSocketInPage(name: string, url: string): void {
  const page = globalThis as unknown as PageGlobals;
  page.coinslotSockets ??= {};
  page.coinslotSockets[name] = new WebSocket(url) as unknown as PageSocketLike;
}

/** False when the socket is not open (any more): nothing was sent. */
export function sendInPage(name: string, text: string): boolean {
  const page = globalThis as unknown as PageGlobals;
  const socket = page.coinslotSockets?.[name];
  if (socket === undefined || socket.readyState !== 1) return false;
  socket.send(text);
  return true;
}

export function closeSocketInPage(name: string): void {
  const page = globalThis as unknown as PageGlobals;
  page.coinslotSockets?.[name]?.close();
}
