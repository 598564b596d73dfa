/** How a connection ended: whether the server wants to see this page again, and whether the member was signed out. */
export type LiveEnding = { comesBack: boolean; signedOut: boolean };

export type LiveTransportHandlers = {
  onOpen: () => void;
  /** One frame; `id` is the cursor behind it, `data` is not checked yet and undefined when it was no JSON. */
  onFrame: (frame: { name: string; id: string; data: unknown }) => void;
  onGone: (ending: LiveEnding) => void;
};

/** Opens one connection to a path of the broker. After `close` none of the handlers is called any more. */
export type OpenLiveTransport = (
  path: string,
  frameNames: readonly string[],
  handlers: LiveTransportHandlers,
) => { close: () => void };

/** What merely broke: come back. */
export const brokenEnding = { comesBack: true, signedOut: false } as const satisfies LiveEnding;

/** The text as JSON, or undefined. */
export function parseFrameData(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
