import type { TerminalUp } from '@coinslot/shared/http/terminal.ts';
import type { WebSocket } from 'ws';

type Size = Extract<TerminalUp, { type: 'resize' }>;

/** A page that is dragged wider says its size many times a second; the machine needs the last one. */
const everyMs = 50;

/** Sends the first size at once and then only the newest, no sooner than `everyMs` after the one before, while `to` is open. */
export function paceSizes(to: WebSocket): (size: Size) => void {
  let timer: NodeJS.Timeout | null = null;
  let newest: Size | null = null;

  function sendNewest(): void {
    timer = null;
    if (newest === null || to.readyState !== to.OPEN) return;
    to.send(JSON.stringify(newest));
    newest = null;
    timer = setTimeout(sendNewest, everyMs);
  }

  return (size) => {
    newest = size;
    if (timer === null) sendNewest();
  };
}
