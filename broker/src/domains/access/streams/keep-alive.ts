import type { WebSocket } from 'ws';

/** A socket that left this many pings unanswered is dead. */
const unansweredMax = 2;

/** Pings until the socket closes, and cuts one that does not answer: a pulled cable says nothing. */
export function keepAlive(socket: WebSocket, everyMs: number): void {
  let unanswered = 0;
  const timer = setInterval(() => {
    // One that is held back on purpose cannot be heard answering.
    if (socket.isPaused) return;
    if (unanswered >= unansweredMax) return socket.terminate();
    unanswered += 1;
    socket.ping();
  }, everyMs);
  timer.unref();
  socket.on('pong', () => {
    unanswered = 0;
  });
  // What it says is a sign of life, too: its answer may wait behind a lot of bytes.
  socket.on('message', () => {
    unanswered = 0;
  });
  socket.once('close', () => clearInterval(timer));
}
