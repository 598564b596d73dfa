import { streamCloseCodes } from '@coinslot/shared/http/terminal.ts';
import { liveCloseCodes } from '@coinslot/shared/live-events/live-frame.ts';
import type { StreamFault } from '@coinslot/shared/worker-messages/stream.ts';
import type { WebSocket } from 'ws';
import type { LineEnd } from './lines.ts';

const closeCodes = {
  ended: streamCloseCodes.ended.code,
  cut: streamCloseCodes.cut.code,
  signed_out: liveCloseCodes.signedOut.code,
  forbidden: liveCloseCodes.forbidden.code,
  restart: liveCloseCodes.restart.code,
} as const satisfies Record<LineEnd, number>;

/** How long a page may take to answer our close before its socket is destroyed. */
const closePatienceMs = 2_000;

/** Closes a member's or an admin's socket with the reason that it understands. */
export function closePage(page: WebSocket, how: LineEnd, words = ''): void {
  closeSocket(page, closeCodes[how], words);
}

/** Why nothing was opened: as a close code, with the fault for programs that read no frames. */
export function closeWithFault(page: WebSocket, fault: StreamFault): void {
  const { ended, cut, tooMany } = streamCloseCodes;
  const { code } =
    fault === 'too_many' ? tooMany : fault === 'ended' || fault === 'refused_login' ? ended : cut;
  closeSocket(page, code, fault);
}

export function closeSocket(socket: WebSocket, code: number, words = ''): void {
  if (socket.readyState === socket.CLOSED) return;
  socket.resume();
  socket.close(code, words);
  const cut = setTimeout(() => socket.terminate(), closePatienceMs);
  cut.unref();
  socket.once('close', () => clearTimeout(cut));
}
