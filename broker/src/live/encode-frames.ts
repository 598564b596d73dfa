/** One frame of a live stream. `data` is sent as JSON, `id` is where a page that comes back goes on. */
export interface LiveFrame {
  event: string;
  id: string;
  data: unknown;
}

export type LiveTransport = 'sse' | 'websocket';

/** Frames that travel together, written out at most once for each transport however many watchers get them. */
export interface EncodedFrames {
  readonly count: number;
  /** The cursor after the last of them. */
  readonly lastId: string;
  /** About how many bytes one watcher is sent. */
  readonly bytes: number;
  /** One piece for SSE; one message a frame for WebSocket. */
  piecesFor(transport: LiveTransport): readonly Buffer[];
}

/** At least one frame. Its JSON is made once here, each transport's bytes when its first watcher is sent them. */
export function encodeFrames(frames: readonly LiveFrame[]): EncodedFrames {
  const written = frames.map(({ event, id, data }) => ({ event, id, json: JSON.stringify(data) }));
  let sse: readonly Buffer[] | undefined;
  let websocket: readonly Buffer[] | undefined;
  return {
    count: frames.length,
    lastId: frames.at(-1)?.id ?? '',
    bytes: written.reduce((sum, { json }) => sum + json.length, 0),
    piecesFor(transport) {
      if (transport === 'sse') return (sse ??= [Buffer.from(written.map(writeEvent).join(''))]);
      return (websocket ??= written.map((frame) => Buffer.from(writeMessage(frame))));
    },
  };
}

interface WrittenFrame {
  event: string;
  id: string;
  json: string;
}

function writeEvent({ event, id, json }: WrittenFrame): string {
  return `event: ${event}\nid: ${id}\ndata: ${json}\n\n`;
}

function writeMessage({ event, id, json }: WrittenFrame): string {
  return `{"event":${JSON.stringify(event)},"id":${JSON.stringify(id)},"data":${json}}`;
}
