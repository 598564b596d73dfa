/** A chunk of log as a machine prints it and a worker sends it. */
export const linesPerChunk = 20;
const lineBytes = 200;
/** A worker sends when it has 64 KiB: so many chunks. */
export const chunksPerMessage = 16;

/** So many numbered lines of 200 bytes. */
export function makeLines(first: number, count: number): string {
  let text = '';
  for (let n = first; n < first + count; n += 1) {
    const head = `${n} `;
    text += `${head}${'abcdefghi '.repeat(20).slice(0, lineBytes - head.length - 1)}\n`;
  }
  return text;
}

/** One side of the comparison, with its watchers. */
export interface LogSide {
  /** The program that sends to the watchers. */
  pid: number;
  /** Sends so many chunks and waits until every watcher has the last of them. */
  pour(chunks: number): Promise<void>;
}
