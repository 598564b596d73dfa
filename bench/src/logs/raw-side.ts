import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startWatchers } from '../live/start-watchers.ts';
import type { Place } from '../place.ts';
import { linesPerChunk, type LogSide, makeLines } from './lines.ts';

/** What the raw program has not confirmed yet. Enough to keep it busy. */
const chunksUnderWay = 128;

/** The raw program with its watchers. */
export async function openRawSide(place: Place, watcherCount: number): Promise<LogSide> {
  const child = place.startNode('bench/src/logs/raw/main.ts');
  const [portLine] = child.stdout ? await once(child.stdout, 'data') : ['0'];
  const url = `ws://127.0.0.1:${Number(String(portLine))}`;
  const watchers = await startWatchers(place, [{ url: `${url}/out`, headers: {}, count: watcherCount }]);
  const source = new WebSocket(`${url}/in`, { perMessageDeflate: false });
  await once(source, 'open');
  place.atEnd(() => source.terminate());
  let sent = 0;
  let confirmed = 0;
  let onConfirmed: () => void = () => undefined;
  source.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return;
    confirmed = Number(data.toString());
    onConfirmed();
  });
  return {
    pid: child.pid ?? 0,
    async pour(chunks) {
      for (const last = sent + chunks; sent < last;) {
        if (sent - confirmed >= chunksUnderWay) {
          await new Promise<void>((resolve) => (onConfirmed = resolve));
        } else {
          source.send(makeLines(sent * linesPerChunk, linesPerChunk));
          sent += 1;
        }
      }
      await watchers.allReach(sent);
    },
  };
}
