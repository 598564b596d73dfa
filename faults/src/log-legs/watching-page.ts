import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readEventStream } from '../../../broker/src/live/testing/event-reader.ts';
import type { FrameReader, ReadFrame } from '../../../broker/src/live/testing/read-frames.ts';
import { readSocket } from '../../../broker/src/live/testing/socket-reader.ts';
import { LogChunk } from '../../../shared/src/live-events/log-line.ts';

const LogData = z.object({ chunks: z.array(LogChunk) });

/** A page that watches a machine and comes back with its cursor as often as its line breaks. */
export interface WatchingPage {
  /** All the log it was shown, in the order in which it came. */
  text: () => string;
  /** How often it was connected. */
  visits: () => number;
  stop: () => Promise<void>;
}

export function openPage(
  transport: 'websocket' | 'sse',
  url: string,
  headers: Record<string, string>,
): WatchingPage {
  const seen = { text: '', cursor: '', visits: 0 };
  const stopping = new AbortController();
  const { signal } = stopping;
  let reader: FrameReader | null = null;

  async function visit(): Promise<void> {
    reader = await (transport === 'sse'
      ? readEventStream(url, seen.cursor === '' ? headers : { ...headers, 'last-event-id': seen.cursor })
      : readSocket(seen.cursor === '' ? url : `${url}?after=${seen.cursor}`, headers));
    let taken = 0;
    function take(frames: ReadFrame[]): void {
      for (const { event, id, data } of frames.slice(taken)) {
        if (event === 'log') for (const chunk of LogData.parse(data).chunks) seen.text += chunk.text;
        if (id !== '') seen.cursor = id;
      }
      taken = frames.length;
    }
    seen.visits += 1;
    await reader
      .until('nothing: it is cut', (frames) => (take(frames), signal.aborted))
      .catch(() => undefined);
    take(reader.frames);
    reader.cut();
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await visit().catch(() => undefined);
      await sleep(5);
    }
  }

  const done = watch();
  return {
    text: () => seen.text,
    visits: () => seen.visits,
    async stop() {
      stopping.abort();
      reader?.cut();
      await done;
    },
  };
}
