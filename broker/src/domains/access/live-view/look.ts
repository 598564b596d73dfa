import type { ScreenDown } from '@coinslot/shared/http/admin-live-view.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
import { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { RawData, WebSocket } from 'ws';
import type { Line } from '../streams/lines.ts';
import { closePage, closeSocket } from '../streams/page-socket.ts';
import { passOn } from '../streams/pass-on.ts';
import { bytesOf, parseJson } from '../streams/read-frames.ts';
import type { PageHolders } from './page-holders.ts';

export interface LookFacts {
  machineId: string;
  epoch: number;
  workerId: string;
  sessionId: string;
  adminName: string;
  /** Whether the page may be taken in hand. */
  mayOperate: boolean;
}

export interface LookParts {
  bufferBytesMax: number;
  holders: PageHolders;
  count: (direction: 'up' | 'down', bytes: number) => void;
  /** Writes to the audit log who took the page, and who gave it back. */
  note: (act: 'take' | 'give_back') => void;
  /** Called once. */
  onEnded: (look: Line) => void;
}

/**
 * An admin's look at what a worker sees: pictures up; down what was drawn, and input while this admin has the page in hand. The page can be
 * taken only while the worker says that its recipe stands still, and goes back to it when it works on.
 */
export function openLook(page: WebSocket, worker: WebSocket, facts: LookFacts, parts: LookParts): Line {
  const { machineId } = facts;
  const { holders, bufferBytesMax } = parts;
  let { mayOperate } = facts;
  let [isStill, hasEnded] = [false, false];

  function tellWorker(message: ScreenControl): void {
    passOn(countedBytes(message, parts), { isBinary: false, from: page, to: worker }, bufferBytesMax);
  }

  function take(): void {
    const had = holders.has(machineId, look);
    const has = mayOperate && isStill && holders.take(machineId, { look, name: facts.adminName });
    tellPage(page, has);
    if (had || !has) return;
    parts.note('take');
    tellWorker({ type: 'take' });
  }

  function giveBack(): void {
    if (!holders.giveBack(machineId, look)) return;
    tellPage(page, false);
    parts.note('give_back');
    tellWorker({ type: 'give_back' });
  }

  function takeFromPage(data: RawData, isBinary: boolean): void {
    const message = isBinary ? undefined : ScreenControl.safeParse(parseJson(bytesOf(data))).data;
    if (!message) return;
    switch (message.type) {
      case 'frame':
      case 'no_page':
      case 'still':
      case 'fault':
        return;
      case 'take':
        return take();
      case 'give_back':
        return giveBack();
      case 'drawn':
        return tellWorker(message);
      default:
        if (holders.has(machineId, look)) tellWorker(message);
    }
  }

  function takeFromWorker(data: RawData, isBinary: boolean): void {
    const bytes = bytesOf(data);
    parts.count('up', bytes.length);
    const still = isBinary ? null : readStill(bytes);
    if (still !== null) isStill = still;
    if (still === false) giveBack();
    passOn(bytes, { isBinary, from: worker, to: page }, bufferBytesMax);
  }

  const look: Line = {
    kind: 'screen',
    machineId,
    epoch: facts.epoch,
    workerId: facts.workerId,
    sessionId: facts.sessionId,
    permissions(held: ReadonlySet<Permission>) {
      if (!held.has('admin.machines.watch')) return look.end('forbidden');
      mayOperate = held.has('admin.machines.operate');
      if (!mayOperate) giveBack();
    },
    end(how) {
      if (hasEnded) return;
      hasEnded = true;
      giveBack();
      closePage(page, how);
      closeSocket(worker, 1000);
      parts.onEnded(look);
    },
  };
  page.on('message', takeFromPage);
  worker.on('message', takeFromWorker);
  worker.once('close', (code) => look.end(code === 1000 ? 'ended' : 'cut'));
  page.once('close', () => look.end('ended'));
  // It may have gone while the worker was asked: its close was told then.
  if (page.readyState !== page.OPEN) look.end('ended');
  page.resume();
  worker.resume();
  return look;
}

/** Says whether this look has the page in hand. */
function tellPage(page: WebSocket, mine: boolean): void {
  if (page.readyState === page.OPEN) page.send(JSON.stringify({ type: 'hand', mine } satisfies ScreenDown));
}

/** Null when it says something else. */
function readStill(bytes: Buffer): boolean | null {
  const message = ScreenControl.safeParse(parseJson(bytes)).data;
  return message?.type === 'still' ? message.isStill : null;
}

function countedBytes(message: ScreenControl, { count }: LookParts): Buffer {
  const bytes = Buffer.from(JSON.stringify(message));
  count('down', bytes.length);
  return bytes;
}
