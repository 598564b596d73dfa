import { liveCloseCodes, LiveSocketFrame } from '@coinslot/shared/live-events/live-frame.ts';
import { brokenEnding, type LiveEnding, type OpenLiveTransport, parseFrameData } from './live-transport.ts';

/** A WebSocket of this origin. Its close code decides whether the page comes back. */
export const openSocket: OpenLiveTransport = (path, _frameNames, handlers) => {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  let closed = false;
  socket.addEventListener('open', () => {
    if (!closed) handlers.onOpen();
  });
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (closed) return;
    const frame = LiveSocketFrame.safeParse(typeof data === 'string' ? parseFrameData(data) : undefined);
    if (frame.success) {
      handlers.onFrame({ name: frame.data.event, id: frame.data.id, data: frame.data.data });
    }
  });
  socket.addEventListener('close', ({ code }) => {
    if (!closed) handlers.onGone(endingOf(code));
  });
  return {
    close: () => {
      closed = true;
      socket.close();
    },
  };
};

function endingOf(code: number): LiveEnding {
  const known = Object.values(liveCloseCodes).find((each) => each.code === code);
  if (!known) return brokenEnding;
  return { comesBack: known.comesBack, signedOut: known === liveCloseCodes.signedOut };
}
