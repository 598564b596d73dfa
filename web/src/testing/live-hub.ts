import type { ServerResponse } from 'node:http';
import { formatLiveCursor, LiveSocketFrame } from '@coinslot/shared/live-events/live-frame.ts';
import type { WebSocket } from 'ws';
import type { z } from 'zod';

type Frames = Record<string, z.ZodType>;
type SentFrame = { id: string; eventText: string; socketText: string };

/** The far end of a live page, by WebSocket and by server-sent events: what is sent is remembered and replayed behind `?after=`. */
export type LiveHub<Known extends Frames> = {
  send: <Name extends keyof Known & string>(name: Name, frame: z.input<Known[Name]>) => void;
  /** Sends something that breaks the contract. */
  sendRaw: (name: string, data: unknown) => void;
  /** Ends every open connection, as a lost line does. */
  cut: () => void;
  /** Closes every socket with this code and every stream. */
  closeWith: (code: number) => void;
  /** Cursor that each connection asked to go on from, in order; null on a first one. */
  resumedFrom: (string | null)[];
  /** Openings in order, also those that were refused. */
  attempts: ('socket' | 'event_source')[];
  watchers: () => number;
  /** Ends every connection and forgets what was sent. */
  reset: () => void;
  /** From now on refuses sockets as a proxy that lets none through, or everything; `nothing` ends that. */
  refuse: (what: 'nothing' | 'sockets' | 'everything') => void;
  /** False when sockets are refused; the caller then ends the upgrade. */
  takesSocket: () => boolean;
  attachSocket: (socket: WebSocket, after: string | null) => void;
  attachStream: (response: ServerResponse, after: string | null) => void;
};

type Watcher = { write: (frame: SentFrame) => void; cut: () => void; close: (code: number) => void };

export function createLiveHub<Known extends Frames>(frames: Known): LiveHub<Known> {
  const sent: SentFrame[] = [];
  const open = new Set<Watcher>();
  const resumedFrom: (string | null)[] = [];
  const attempts: ('socket' | 'event_source')[] = [];
  let number = 0;
  let refused: 'nothing' | 'sockets' | 'everything' = 'nothing';

  function attach(watcher: Watcher, after: string | null): void {
    resumedFrom.push(after);
    const from = sent.findIndex((entry) => entry.id === after) + 1;
    for (const entry of sent.slice(from)) watcher.write(entry);
    open.add(watcher);
  }

  function attachStream(response: ServerResponse, after: string | null): void {
    attempts.push('event_source');
    if (refused === 'everything') {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 100\n\n');
    const end = () => void response.end();
    const watcher = {
      write: (frame: SentFrame) => void response.write(frame.eventText),
      cut: end,
      close: end,
    };
    attach(watcher, after);
    response.on('close', () => open.delete(watcher));
  }

  function attachSocket(socket: WebSocket, after: string | null): void {
    const watcher = {
      write: (frame: SentFrame) => socket.send(frame.socketText),
      cut: () => socket.terminate(),
      close: (code: number) => socket.close(code),
    };
    attach(watcher, after);
    socket.on('close', () => open.delete(watcher));
  }

  function endAll(end: (watcher: Watcher) => void): void {
    for (const watcher of open) end(watcher);
    open.clear();
  }

  function sendRaw(name: string, data: unknown): void {
    number += 1;
    const id = formatLiveCursor({ event: number, logEpoch: 1, logSeq: number });
    const entry = {
      id,
      eventText: `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`,
      socketText: JSON.stringify(LiveSocketFrame.parse({ event: name, id, data })),
    };
    sent.push(entry);
    for (const watcher of open) watcher.write(entry);
  }

  return {
    send: (name, frame) => sendRaw(name, frames[name]?.parse(frame)),
    sendRaw,
    cut: () => endAll((watcher) => watcher.cut()),
    closeWith: (code) => endAll((watcher) => watcher.close(code)),
    reset: () => {
      endAll((watcher) => watcher.cut());
      sent.length = 0;
      resumedFrom.length = 0;
      attempts.length = 0;
    },
    refuse: (what) => {
      refused = what;
    },
    takesSocket: () => {
      attempts.push('socket');
      return refused === 'nothing';
    },
    attachSocket,
    attachStream,
    resumedFrom,
    attempts,
    watchers: () => open.size,
  };
}
