import { brokenEnding, type OpenLiveTransport, parseFrameData } from './live-transport.ts';

/**
 * Server-sent events. The browser's own way of coming back is not used: whoever opened this decides when, and asks for
 * what follows the last cursor.
 */
export const openEventSource: OpenLiveTransport = (path, frameNames, handlers) => {
  const source = new EventSource(path);
  source.addEventListener('open', handlers.onOpen);
  source.addEventListener('error', () => {
    source.close();
    handlers.onGone(brokenEnding);
  });
  for (const name of frameNames) {
    source.addEventListener(name, (message: MessageEvent<string>) => {
      if (source.readyState === EventSource.CLOSED) return;
      handlers.onFrame({ name, id: message.lastEventId, data: parseFrameData(message.data) });
    });
  }
  return { close: () => source.close() };
};
