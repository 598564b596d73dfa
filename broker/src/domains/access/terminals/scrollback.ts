/** The last bytes of a terminal, numbered from 0 since it began. */
export interface Scrollback {
  /** The number of the next byte. */
  readonly end: number;
  push(bytes: Buffer): void;
  /** Everything that is kept since this number; `from` is larger when some of it is gone. */
  since(after: number): { from: number; bytes: Buffer };
}

/** @param bytesMax how much is kept; memory is at most this and one piece */
export function createScrollback(bytesMax: number): Scrollback {
  let pieces: Buffer[] = [];
  let kept = 0;
  let end = 0;

  return {
    get end() {
      return end;
    },
    push(bytes) {
      end += bytes.length;
      kept += bytes.length;
      pieces.push(bytes);
      // A thousand small pieces cost more than their bytes.
      if (pieces.length > 1_000) pieces = [Buffer.concat(pieces)];
      while (kept > bytesMax) {
        const [first] = pieces;
        if (!first) break;
        const excess = kept - bytesMax;
        // A copy, so that a large piece is not held by a small rest of it.
        if (first.length > excess) pieces[0] = Buffer.from(first.subarray(excess));
        else pieces.shift();
        kept -= Math.min(first.length, excess);
      }
    },
    since(after) {
      const from = Math.min(Math.max(after, end - kept), end);
      return { from, bytes: Buffer.concat(pieces).subarray(from - (end - kept)) };
    },
  };
}
