import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { cutAfterMs, type LiveSink } from './live-sink.ts';

/** A page has nothing to say. Some send a word to keep a proxy awake: that much is overheard in a minute, and no more. */
const heardBytesMax = 8 * 1024;
const heardOverMs = 60_000;
/** And that much on the line itself, whole messages or not: what is not finished yet is held in memory. */
const lineBytesMax = 64 * 1024;
/** What one message counts for beside its text, so that empty ones are not free. */
const messageBytes = 64;
/** A page that left this many pings unanswered is gone. */
const unansweredMax = 2;

/** Wraps a page's WebSocket and the connection below it. What the page says is ignored, and too much of it is a flood. */
export function openSocketSink(socket: WebSocket, line: Socket): LiveSink {
  let unanswered = 0;
  let onFlood = () => undefined as void;
  socket.on('error', () => undefined);
  const hear = measureFlood(heardBytesMax, () => onFlood());
  const hearLine = measureFlood(lineBytesMax, () => {
    onFlood();
    // Not even until it has understood: what it sends until then would be kept too.
    socket.pause();
  });
  line.on('data', (bytes) => hearLine(bytes.length));
  socket.on('pong', (data) => {
    // One that nobody asked for costs as much as a message.
    if (unanswered === 0) hear(data.length);
    unanswered = 0;
  });
  socket.on('message', (data) => hear(byteLength(data)));
  // Each ping is answered by a pong, which costs as much as a message.
  socket.on('ping', (data) => hear(data.length));
  return {
    transport: 'websocket',
    get unsentBytes() {
      return socket.bufferedAmount;
    },
    write(pieces, taken) {
      if (socket.readyState !== socket.OPEN) return;
      const last = pieces.length - 1;
      pieces.forEach((piece, at) => {
        if (at < last) socket.send(piece, asText);
        else socket.send(piece, asText, (error) => (error ? undefined : taken()));
      });
    },
    keepAlive() {
      if (unanswered >= unansweredMax) return socket.terminate();
      if (socket.readyState !== socket.OPEN) return;
      unanswered += 1;
      socket.ping();
    },
    close(lastWords, { code, text }) {
      if (socket.readyState !== socket.OPEN) return socket.terminate();
      for (const piece of lastWords) socket.send(piece, asText);
      socket.close(code, text);
      const cut = setTimeout(() => socket.terminate(), cutAfterMs);
      socket.once('close', () => clearTimeout(cut));
    },
    onClosed(act) {
      if (socket.readyState === socket.CLOSED) queueMicrotask(act);
      else socket.once('close', act);
    },
    onFlood(act) {
      onFlood = act;
    },
  };
}

const asText = { binary: false } as const;

function measureFlood(most: number, tell: () => void): (bytes: number) => void {
  let heardBytes = 0;
  let since = performance.now();
  return (bytes) => {
    const now = performance.now();
    if (now - since > heardOverMs) {
      heardBytes = 0;
      since = now;
    }
    heardBytes += bytes + messageBytes;
    if (heardBytes > most) tell();
  };
}

function byteLength(data: Buffer | ArrayBuffer | Buffer[]): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}
