import { WebSocket } from 'ws';

export interface Target {
  url: string;
  headers: Record<string, string>;
  /** How many watch it. */
  count: number;
}

const dialledAtOnce = 20;
/** Of a frame only its beginning is read: event and cursor stand there, and counting must cost less than what is counted. */
const headBytes = 80;

/** Opens all sockets. A watcher that is closed counts as one that never arrives. */
export async function openWatchers(targets: readonly Target[]) {
  const wanted = targets.flatMap(({ url, headers, count }) =>
    Array.from({ length: count }, () => ({ url, headers })),
  );
  const seen = new Int32Array(wanted.length);
  let goal = Infinity;
  let missing = 0;
  let closed = 0;
  let onAll: () => void = () => undefined;

  function note(at: number, seq: number): void {
    const before = seen[at] ?? 0;
    if (seq <= before) return;
    seen[at] = seq;
    if (before < goal && seq >= goal && (missing -= 1) === 0) onAll();
  }

  async function dial(at: number): Promise<void> {
    const target = wanted[at];
    if (!target) return;
    const socket = new WebSocket(target.url, { headers: target.headers, perMessageDeflate: false });
    await new Promise((resolve, reject) => {
      // The first frame shows that the stream runs.
      socket.once('message', resolve);
      socket.once('error', reject);
    });
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) note(at, readSeq(data));
    });
    socket.on('close', () => (closed += 1));
  }

  let next = 0;
  const dialTheRest = async () => {
    while (next < wanted.length) await dial(next++);
  };
  await Promise.all(Array.from({ length: dialledAtOnce }, dialTheRest));
  return {
    count: wanted.length,
    closed: () => closed,
    /** Waits until everybody was sent the log up to this chunk. */
    async allReach(seq: number): Promise<void> {
      goal = seq;
      missing = seen.reduce((sum, one) => sum + (one < seq ? 1 : 0), 0);
      if (missing > 0) await new Promise<void>((resolve) => (onAll = resolve));
    },
  };
}

const logHead = /^\{"event":"log","id":"\d+\.\d+\.(\d+)"/;

function readSeq(frame: Buffer): number {
  return Number(logHead.exec(frame.toString('latin1', 0, headBytes))?.[1] ?? 0);
}
