import { TerminalUp } from '@coinslot/shared/http/terminal.ts';
import type { TerminalDown } from '@coinslot/shared/http/terminal.ts';
import { TerminalControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { RawData, WebSocket } from 'ws';
import type { Line, LineEnd } from '../streams/lines.ts';
import { closePage, closeSocket } from '../streams/page-socket.ts';
import { passOn } from '../streams/pass-on.ts';
import { bytesOf, parseJson } from '../streams/read-frames.ts';
import { paceSizes } from './pace-sizes.ts';
import { createScrollback } from './scrollback.ts';

/** A shell on a machine. Its page may go and come back; the shell ends with the machine, its session, or a minute without a page. */
export interface Terminal extends Line {
  readonly id: string;
  readonly ownerId: string;
  readonly hasPage: boolean;
  /** Shows it in this page from now on, beginning with what it missed; a page that had it before is sent away. */
  attach(page: WebSocket, who: { sessionId: string; after: number; isNew: boolean }): void;
}

export interface TerminalFacts {
  id: string;
  ownerId: string;
  machineId: string;
  epoch: number;
  workerId: string;
  /** The worker's end, held back until now. */
  worker: WebSocket;
}

interface TerminalLimits {
  bufferBytesMax: number;
  scrollbackBytes: number;
  detachedMs: number;
  count: (direction: 'up' | 'down', bytes: number) => void;
  /** Called once. */
  onEnded: () => void;
}

export function createTerminal(facts: TerminalFacts, limits: TerminalLimits): Terminal {
  const { worker, ...known } = facts;
  const { bufferBytesMax, count } = limits;
  const scrollback = createScrollback(limits.scrollbackBytes);
  const resize = paceSizes(worker);
  let page: WebSocket | null = null;
  /** The session of the page that had it last: while nobody looks, too. */
  let sessionId: string | null = null;
  let detachTimer: NodeJS.Timeout | undefined;
  /** It has said itself that there is nothing more to come. */
  let isOver = false;
  let hasEnded = false;

  function tell(message: TerminalDown): void {
    page?.send(JSON.stringify(message));
  }

  function takeFromWorker(data: RawData, isBinary: boolean): void {
    const bytes = bytesOf(data);
    if (isBinary) {
      count('up', bytes.length);
      scrollback.push(bytes);
      if (page) passOn(bytes, { isBinary, from: worker, to: page }, bufferBytesMax);
      return;
    }
    const message = TerminalControl.safeParse(parseJson(bytes)).data;
    if (message?.type !== 'exit' && message?.type !== 'fault') return;
    isOver = true;
    tell(message);
  }

  function takeFromPage(from: WebSocket, data: RawData, isBinary: boolean): void {
    if (from !== page) return;
    const bytes = bytesOf(data);
    count('down', bytes.length);
    if (isBinary) return passOn(bytes, { isBinary, from, to: worker }, bufferBytesMax);
    const message = TerminalUp.safeParse(parseJson(bytes)).data;
    if (message?.type === 'close') return end('ended');
    if (message) resize(message);
  }

  function detach(gone: WebSocket): void {
    if (gone !== page) return;
    page = null;
    // Nobody has to keep up with it now.
    worker.resume();
    detachTimer = setTimeout(() => end('ended'), limits.detachedMs);
  }

  function end(how: LineEnd): void {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(detachTimer);
    if (page) closePage(page, how);
    page = null;
    closeSocket(worker, 1000);
    limits.onEnded();
  }

  worker.on('message', takeFromWorker);
  worker.once('close', () => end(isOver ? 'ended' : 'cut'));

  return {
    ...known,
    kind: 'terminal',
    get sessionId() {
      return sessionId;
    },
    get hasPage() {
      return page !== null;
    },
    attach(next, { sessionId: of, after, isNew }) {
      if (hasEnded) return closePage(next, 'ended');
      clearTimeout(detachTimer);
      const before = page;
      page = next;
      sessionId = of;
      if (before) closePage(before, 'ended', 'opened elsewhere');
      const missed = scrollback.since(after);
      tell({ type: 'terminal', id: facts.id, from: missed.from, isNew, replayed: missed.bytes.length });
      if (missed.bytes.length > 0) next.send(missed.bytes);
      next.on('message', (data, isBinary) => takeFromPage(next, data, isBinary));
      next.once('close', () => detach(next));
      if (next.readyState !== next.OPEN) detach(next);
      next.resume();
      worker.resume();
    },
    end,
  };
}
