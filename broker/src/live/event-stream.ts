import type { FastifyReply } from 'fastify';

/** One frame of Server-Sent Events. `data` is sent as JSON. */
export interface StreamFrame {
  event: string;
  id: string;
  data: unknown;
}

/** `sent`: the socket took it. `closed`: nobody listens any more. `stalled`: the reader did not drain its socket in time. */
export type SendOutcome = 'sent' | 'closed' | 'stalled';

export interface EventStream {
  /** Aborted when the reader is gone. */
  readonly closed: AbortSignal;
  /** Writes a frame and waits until the socket took it, so that at most one frame waits in memory. */
  send(frame: StreamFrame): Promise<SendOutcome>;
  /** A line that pages ignore and proxies see. */
  keepAlive(): Promise<SendOutcome>;
  /** Ends the answer; a reader that does not even take the rest is cut. */
  end(): void;
}

export interface EventStreamOptions {
  /** What a page should wait before it connects again. */
  retryMs: number;
  /** How long a reader may leave its socket full. */
  stallMs: number;
  /** More than this much unsent in one socket counts as stalled at once. */
  bufferBytesMax: number;
}

const cutAfterMs = 2_000;

/** Turns an answer into a stream of events. From here on Fastify leaves the reply alone; headers set before are kept. */
export function openEventStream(reply: FastifyReply, options: EventStreamOptions): EventStream {
  const { raw } = reply;
  const closed = new AbortController();
  raw.on('close', () => closed.abort());
  // A broken connection also tells `close`; without this line it would be an uncaught error.
  raw.on('error', () => closed.abort());
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });

  async function write(text: string): Promise<SendOutcome> {
    if (closed.signal.aborted || raw.writableEnded) return 'closed';
    if (raw.write(text)) return 'sent';
    if (raw.writableLength > options.bufferBytesMax) return 'stalled';
    return waitForDrain();
  }

  async function waitForDrain(): Promise<SendOutcome> {
    return new Promise((resolve) => {
      function finish(outcome: SendOutcome): void {
        clearTimeout(timer);
        raw.off('drain', onDrain);
        closed.signal.removeEventListener('abort', onClosed);
        resolve(outcome);
      }
      const onDrain = () => finish('sent');
      const onClosed = () => finish('closed');
      const timer = setTimeout(() => finish('stalled'), options.stallMs);
      raw.once('drain', onDrain);
      closed.signal.addEventListener('abort', onClosed, { once: true });
      if (closed.signal.aborted) onClosed();
    });
  }

  raw.write(`retry: ${options.retryMs}\n\n`);
  return {
    closed: closed.signal,
    send: ({ event, id, data }) => write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
    keepAlive: () => write(': still here\n\n'),
    end() {
      if (closed.signal.aborted) return;
      raw.end();
      const cut = setTimeout(() => raw.destroy(), cutAfterMs);
      cut.unref();
      raw.once('close', () => clearTimeout(cut));
    },
  };
}
