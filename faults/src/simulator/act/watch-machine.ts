import { setTimeout as pause } from 'node:timers/promises';
import { liveFrames, LiveSocketFrame } from '@coinslot/shared/live-events/live-frame.ts';
import { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { WebSocket } from 'ws';
import type { WatchedMachine } from '../../history/history.ts';
import type { Random } from '../../random.ts';
import { publicUrl } from '../world/broker-process.ts';

const againMs = 200;

/**
 * A page that watches one machine and comes back with its cursor whenever the line is gone, which the seed cuts now and then. Ends
 * with the machine's last frame, or by the signal.
 */
export async function watchMachine(
  watched: WatchedMachine,
  asked: { brokerUrl: string; cookie: string; random: Random; signal: AbortSignal },
): Promise<void> {
  let after: string | null = null;
  while (!asked.signal.aborted && !watched.isOver) {
    after = await watchOnce(watched, asked, after);
    if (!watched.isOver) await pause(againMs, undefined, { signal: asked.signal }).catch(() => undefined);
  }
}

async function watchOnce(
  watched: WatchedMachine,
  {
    brokerUrl,
    cookie,
    random,
    signal,
  }: { brokerUrl: string; cookie: string; random: Random; signal: AbortSignal },
  after: string | null,
): Promise<string | null> {
  const url = new URL(`/api/v1/machines/${watched.machineId}/live`, brokerUrl.replace(/^http/, 'ws'));
  if (after !== null) url.searchParams.set('after', after);
  const socket = new WebSocket(url, { headers: { cookie, origin: publicUrl } });
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => socket.terminate();
  signal.addEventListener('abort', end, { once: true });
  let cursor = after;
  socket.on('message', (data) => {
    const frame = LiveSocketFrame.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : ''));
    cursor = frame.id;
    if (frame.event === 'event') watched.numbers.push(MachineEvent.parse(frame.data).n);
    // After any other end a page comes again.
    if (frame.event === 'end' && liveFrames.end.parse(frame.data).reason !== 'restart') watched.isOver = true;
    else if (random.chance(0.05)) socket.terminate();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => resolve());
  socket.on('unexpected-response', () => socket.terminate());
  await promise;
  signal.removeEventListener('abort', end);
  return cursor;
}
