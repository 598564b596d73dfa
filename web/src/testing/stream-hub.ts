import type { RawData, WebSocket } from 'ws';

/** The far end of a stream of bytes and messages: a terminal, or a look at a page. */
export type StreamHub = {
  /** The queries of the openings, in order. */
  openings: URLSearchParams[];
  /** Binary frames that pages sent, as text, joined. */
  typed: () => string;
  /** Text frames that pages sent. */
  messages: unknown[];
  /** Sends to every open page. */
  sendText: (frame: unknown) => void;
  sendBytes: (bytes: string | Uint8Array) => void;
  /** Ends every open connection, as a lost line does, or with a code. */
  cut: (code?: number) => void;
  watchers: () => number;
  /** What is said to each page that opens one; the default says nothing. */
  greet: (greeting: (query: URLSearchParams, socket: WebSocket) => void) => void;
  attach: (socket: WebSocket, query: URLSearchParams) => void;
};

export function createStreamHub(): StreamHub {
  const openings: URLSearchParams[] = [];
  const messages: unknown[] = [];
  const open = new Set<WebSocket>();
  let typed = '';
  let greeting: (query: URLSearchParams, socket: WebSocket) => void = () => undefined;

  return {
    openings,
    messages,
    typed: () => typed,
    sendText: (frame) => {
      for (const socket of open) socket.send(JSON.stringify(frame));
    },
    sendBytes: (bytes) => {
      for (const socket of open) socket.send(Buffer.from(bytes));
    },
    cut: (code) => {
      for (const socket of open)
        if (code === undefined) socket.terminate();
        else socket.close(code);
      open.clear();
    },
    watchers: () => open.size,
    greet: (how) => {
      greeting = how;
    },
    attach: (socket, query) => {
      openings.push(query);
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('message', (data, isBinary) => {
        if (isBinary) typed += textOf(data);
        else messages.push(JSON.parse(textOf(data)));
      });
      greeting(query, socket);
    },
  };
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data)
    ? data.toString()
    : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString();
}
