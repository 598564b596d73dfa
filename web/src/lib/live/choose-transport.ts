export type LiveTransportName = 'socket' | 'event_source';

export type TransportChoice = {
  next: () => LiveTransportName;
  noteOpened: (name: LiveTransportName) => void;
  /** `opened`: it had been open before it ended. */
  noteGone: (name: LiveTransportName, opened: boolean) => void;
};

const failedOpeningsUntilFallback = 2;

/**
 * Which transport to try next. WebSocket first; after two openings in a row that failed, as behind a proxy that lets no
 * sockets through, server-sent events. When those do not open either, the server is away rather than the sockets
 * blocked: the next round tries one socket again. Where sockets have worked before, a stream that was cut leads back to them.
 */
export function createTransportChoice(): TransportChoice {
  let failedOpenings = 0;
  let socketsWork = false;
  return {
    next: () => (failedOpenings < failedOpeningsUntilFallback ? 'socket' : 'event_source'),
    noteOpened: (name) => {
      if (name !== 'socket') return;
      socketsWork = true;
      failedOpenings = 0;
    },
    noteGone: (name, opened) => {
      if (name === 'socket') {
        if (!opened) failedOpenings += 1;
      } else if (!opened) {
        failedOpenings = failedOpeningsUntilFallback - 1;
      } else if (socketsWork) {
        failedOpenings = 0;
      }
    },
  };
}
