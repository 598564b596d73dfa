import type { FastifyReply } from 'fastify';
import { cutAfterMs, type LiveSink } from './live-sink.ts';

const stillHere = ': still here\n\n';

/**
 * Turns an answer into Server-Sent Events. From here on Fastify leaves the reply alone; headers set before are kept.
 *
 * @param retryMs what a page should wait before it connects again
 */
export function openEventSink(reply: FastifyReply, { retryMs }: { retryMs: number }): LiveSink {
  const { raw } = reply;
  // A broken connection also tells `close`; without this line it would be an uncaught error.
  raw.on('error', () => undefined);
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${retryMs}\n\n`);
  return {
    transport: 'sse',
    get unsentBytes() {
      return raw.writableLength;
    },
    write(pieces, taken) {
      if (raw.destroyed || raw.writableEnded) return;
      const last = pieces.length - 1;
      pieces.forEach((piece, at) => {
        if (at < last) raw.write(piece);
        else raw.write(piece, (error) => (error ? undefined : taken()));
      });
    },
    keepAlive() {
      if (!raw.destroyed && !raw.writableEnded) raw.write(stillHere);
    },
    close(lastWords) {
      if (raw.destroyed || raw.writableEnded) return;
      for (const piece of lastWords) raw.write(piece);
      raw.end();
      const cut = setTimeout(() => raw.destroy(), cutAfterMs);
      raw.once('close', () => clearTimeout(cut));
    },
    onClosed(act) {
      if (raw.destroyed) queueMicrotask(act);
      else raw.once('close', act);
    },
    // An HTTP request has nothing more to say.
    onFlood: () => undefined,
  };
}
