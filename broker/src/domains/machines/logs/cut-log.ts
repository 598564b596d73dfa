/** What stands at the end of a log that reached its cap. */
export const capMarker = '\r\n[The log is full: nothing more is kept.]\r\n';

export interface LogText {
  seq: number;
  text: string;
}

/**
 * Of the chunks that came, those that follow `lastSeq` without a gap (what lies behind a gap comes again), cut at the cap.
 * A chunk that does not fit is cut at a whole character and followed by the marker; everything after it is dropped.
 *
 * @param room bytes left below the cap
 */
export function cutLog<Chunk extends LogText>(
  chunks: readonly Chunk[],
  { lastSeq, room }: { lastSeq: number; room: number },
): { kept: Chunk[]; bytes: number; capped: boolean } {
  const kept: Chunk[] = [];
  let bytes = 0;
  let next = lastSeq + 1;
  for (const chunk of chunks.toSorted((a, b) => a.seq - b.seq)) {
    if (chunk.seq < next) continue;
    if (chunk.seq > next) break;
    const size = Buffer.byteLength(chunk.text);
    if (bytes + size > room) {
      kept.push({ ...chunk, text: cutBytes(chunk.text, room - bytes) + capMarker });
      return { kept, bytes: room, capped: true };
    }
    kept.push(chunk);
    bytes += size;
    next += 1;
  }
  return { kept, bytes, capped: false };
}

/** The longest beginning of whole characters within so many bytes of UTF-8. */
function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text).subarray(0, Math.max(0, most));
  // A character cut in the middle decodes to U+FFFD at the end.
  return new TextDecoder().decode(bytes, { stream: true });
}
