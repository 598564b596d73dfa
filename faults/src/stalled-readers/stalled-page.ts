import { connect } from 'node:net';

/** A page that asks for a machine's live stream and then takes nothing of it, not even the answer's head. */
export interface StalledPage {
  cut: () => void;
}

export async function openStalledPage(
  transport: 'websocket' | 'sse',
  url: URL,
  headers: Record<string, string>,
): Promise<StalledPage> {
  const socket = connect({ host: url.hostname, port: Number(url.port) });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('close', () => reject(new Error('a page could not connect')));
  });
  const asked = {
    host: url.host,
    ...headers,
    ...(transport === 'sse'
      ? { accept: 'text/event-stream' }
      : {
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
        }),
  };
  const lines = Object.entries(asked).map(([name, value]) => `${name}: ${value}\r\n`);
  // Nobody listens for its data: Node takes one piece from the kernel, and then none.
  socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return { cut: () => socket.destroy() };
}
