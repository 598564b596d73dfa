/** Keeps the newest lines. */
export type RingBuffer = { push: (line: string) => void; lines: () => string[] };

export function createRingBuffer(maxLines: number, maxLineLength: number): RingBuffer {
  const kept: string[] = [];
  return {
    push(line) {
      kept.push(line.slice(0, maxLineLength));
      if (kept.length > maxLines) kept.shift();
    },
    lines: () => [...kept],
  };
}
