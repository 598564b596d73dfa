import { LiveSocketFrame } from '@coinslot/shared/live-events/live-frame.ts';
import { WebSocket } from 'ws';
import { createFrameLog, type FrameReader } from './read-frames.ts';

export interface SocketReader extends FrameReader {
  send(text: string): void;
}

/** A page's WebSocket, over a real socket, for tests. One that was refused before the upgrade has only a status. */
export async function readSocket(url: string, headers: Record<string, string>): Promise<SocketReader> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers });
  const log = createFrameLog();
  let closeCode: number | null = null;
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) throw new Error('the broker sent something else than one buffer');
    log.add(LiveSocketFrame.parse(JSON.parse(data.toString('utf8'))));
  });
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    closeCode = code;
    log.end();
  });
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    // Cut off before there was any answer.
    socket.once('close', () => resolve(0));
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
  });
  return {
    status,
    frames: log.frames,
    get closeCode() {
      return closeCode;
    },
    until: log.until,
    ended: log.ended,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    cut: () => socket.terminate(),
    send: (text) => socket.send(text),
  };
}
