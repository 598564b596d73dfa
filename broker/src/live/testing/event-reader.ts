import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** One frame as a page gets it; `data` is parsed JSON. */
export interface ReadFrame {
  event: string;
  id: string;
  data: unknown;
}

export interface EventReader {
  status: number;
  frames: ReadFrame[];
  /** Waits until what was read is as wanted. Throws after ten seconds, or when the stream ended before. */
  until(what: string, isSo: (frames: ReadFrame[]) => boolean): Promise<void>;
  /** Waits until the broker ended the stream. */
  ended(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Cuts the line without a word. */
  cut(): void;
}

const patienceMs = 10_000;

/** A page's EventSource, over a real socket, for tests. */
export async function readEventStream(url: string, headers: Record<string, string>): Promise<EventReader> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers, agent: false }, resolve).on('error', reject).end();
  });
  const frames: ReadFrame[] = [];
  const watchers = new Set<() => void>();
  let isEnded = false;
  let rest = '';
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  response.on('data', (text: string) => {
    const blocks = `${rest}${text}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const frame = toFrame(block);
      if (frame) frames.push(frame);
    }
    for (const look of watchers) look();
  });
  response.on('close', () => {
    isEnded = true;
    for (const look of watchers) look();
  });

  function waitFor(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(new Error(`waited in vain for ${what}`)), patienceMs);
      function finish(error?: Error): void {
        clearTimeout(timer);
        watchers.delete(look);
        if (error) reject(error);
        else resolve();
      }
      function look(): void {
        if (isSo()) finish();
        else if (isEnded) finish(new Error(`the stream ended before ${what}`));
      }
      watchers.add(look);
      look();
    });
  }

  return {
    status: response.statusCode ?? 0,
    frames,
    until: (what, isSo) => waitFor(what, () => isSo(frames)),
    ended: () => waitFor('the end', () => isEnded),
    pause: () => response.pause(),
    resume: () => response.resume(),
    cut: () => response.destroy(),
  };
}

function toFrame(block: string): ReadFrame | null {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const event = fields.get('event');
  if (event === undefined) return null;
  return { event, id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? 'null') };
}
