import { findSecrets, maskPatterns, maskText } from '../../labs/index.ts';

export interface MaskableChunk {
  seq: number;
  source: string;
  text: string;
}

/**
 * Hides secrets in the chunks of one batch, also a known one that begins in a chunk and ends in a later one of the same source:
 * programs print when they like, and a batch cuts where it likes. One that is torn apart by the end of a batch is not found.
 */
export function maskChunks<Chunk extends MaskableChunk>(
  chunks: readonly Chunk[],
  secrets: readonly string[],
): Chunk[] {
  return hideTornSecrets(chunks, secrets).map((chunk) => ({
    ...chunk,
    text: storable(maskPatterns(chunk.text)),
  }));
}

/** Postgres text cannot hold NUL, nor JSON halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function hideTornSecrets<Chunk extends MaskableChunk>(
  chunks: readonly Chunk[],
  secrets: readonly string[],
): Chunk[] {
  const inOrder = chunks.map((chunk) => ({ ...chunk })).toSorted((a, b) => a.seq - b.seq);
  for (const run of Map.groupBy(inOrder, ({ source }) => source).values()) hideInRun(run, secrets);
  return inOrder;
}

function hideInRun(run: MaskableChunk[], secrets: readonly string[]): void {
  const joined = run.map(({ text }) => text).join('');
  for (const place of findSecrets(joined, secrets).toReversed()) cutOut(run, place);
}

/**
 * Takes a place of the joined texts out, and puts the mask where it began. Called from the last place to the first, so that
 * earlier places stay true.
 */
function cutOut(run: MaskableChunk[], { from, to }: { from: number; to: number }): void {
  let start = 0;
  let isMasked = false;
  for (const chunk of run) {
    const end = start + chunk.text.length;
    if (start < to && end > from) {
      const before = chunk.text.slice(0, Math.max(from - start, 0));
      const after = chunk.text.slice(Math.min(to - start, chunk.text.length));
      chunk.text = before + (isMasked ? '' : maskText) + after;
      isMasked = true;
    }
    if (end >= to) break;
    start = end;
  }
}
