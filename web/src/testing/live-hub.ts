import type { ServerResponse } from 'node:http';
import { type LiveFrameName, formatLiveCursor, liveFrames } from '@coinslot/shared/live-events/live-frame.ts';
import type { z } from 'zod';

type SentFrame = { id: string; text: string };

/** The SSE far end of one machine's page: what is sent is remembered and replayed behind `Last-Event-ID`. */
export type LiveHub = {
  send: <Name extends LiveFrameName>(name: Name, frame: z.input<(typeof liveFrames)[Name]>) => void;
  /** Ends every open stream, as a lost connection does. */
  cut: () => void;
  /** `Last-Event-ID` of each connection in order; null on a first one. */
  resumedFrom: (string | null)[];
  watchers: () => number;
  /** Ends every stream and forgets what was sent. */
  reset: () => void;
  /** From now on answers 503 instead of a stream. */
  refuse: (refusing: boolean) => void;
  attach: (response: ServerResponse, lastEventId: string | null) => void;
};

export function createLiveHub(): LiveHub {
  const sent: SentFrame[] = [];
  const open = new Set<ServerResponse>();
  const resumedFrom: (string | null)[] = [];
  let number = 0;
  let refusing = false;

  function send<Name extends LiveFrameName>(name: Name, frame: z.input<(typeof liveFrames)[Name]>): void {
    number += 1;
    const data = JSON.stringify(liveFrames[name].parse(frame));
    const id = formatLiveCursor({ event: number, logEpoch: 1, logSeq: number });
    const entry = { id, text: `event: ${name}\nid: ${id}\ndata: ${data}\n\n` };
    sent.push(entry);
    for (const response of open) response.write(entry.text);
  }

  function attach(response: ServerResponse, lastEventId: string | null): void {
    if (refusing) {
      response.writeHead(503).end();
      return;
    }
    resumedFrom.push(lastEventId);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 100\n\n');
    const from = sent.findIndex((entry) => entry.id === lastEventId) + 1;
    for (const entry of sent.slice(from)) response.write(entry.text);
    open.add(response);
    response.on('close', () => open.delete(response));
  }

  function cut(): void {
    for (const response of open) response.end();
    open.clear();
  }

  function reset(): void {
    cut();
    sent.length = 0;
    resumedFrom.length = 0;
  }

  function refuse(next: boolean): void {
    refusing = next;
  }

  return { send, cut, reset, refuse, attach, resumedFrom, watchers: () => open.size };
}
