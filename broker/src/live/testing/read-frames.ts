/** One frame as a page gets it; `data` is parsed JSON. */
export interface ReadFrame {
  event: string;
  id: string;
  data: unknown;
}

/** A page's live stream over a real socket, whatever carries it. */
export interface FrameReader {
  /** Of the HTTP answer; 101 when it became a WebSocket. */
  status: number;
  frames: ReadFrame[];
  /** The code by which a WebSocket was closed; null before, and always over SSE. */
  readonly closeCode: number | null;
  /** Waits until what was read is as wanted. Throws after ten seconds, or when the stream ended before. */
  until(what: string, isSo: (frames: ReadFrame[]) => boolean): Promise<void>;
  /** Waits until the broker ended the stream. */
  ended(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Cuts the line without a word. */
  cut(): void;
}

const patienceMs = 20_000;

/** Collects frames and lets tests wait for them. */
export function createFrameLog() {
  const frames: ReadFrame[] = [];
  const watchers = new Set<() => void>();
  let isEnded = false;

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

  function stir(): void {
    for (const look of watchers) look();
  }

  return {
    frames,
    add(frame: ReadFrame) {
      frames.push(frame);
      stir();
    },
    end() {
      isEnded = true;
      stir();
    },
    until: (what: string, isSo: (frames: ReadFrame[]) => boolean) => waitFor(what, () => isSo(frames)),
    ended: () => waitFor('the end', () => isEnded),
  };
}
