import { maskSecrets } from '../../labs/index.ts';

export interface MaskableChunk {
  seq: number;
  source: string;
  text: string;
}

const maskText = '[masked]';
/** As in maskSecrets: shorter ones would hide ordinary words. */
const shortestSecret = 6;

/**
 * Hides secrets in the chunks of one batch, also a known one that begins in a chunk and ends in a later one of the same source:
 * programs print when they like, and a batch cuts where it likes. One that is torn apart by the end of a batch is not found.
 */
export function maskChunks<Chunk extends MaskableChunk>(
  chunks: readonly Chunk[],
  secrets: readonly string[],
): Chunk[] {
  const whole = hideTornSecrets(
    chunks,
    secrets.filter(({ length }) => length >= shortestSecret),
  );
  return whole.map((chunk) => ({ ...chunk, text: storable(maskSecrets(chunk.text, secrets)) }));
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
  if (secrets.length === 0) return inOrder;
  for (const run of Map.groupBy(inOrder, ({ source }) => source).values()) hideInRun(run, secrets);
  return inOrder;
}

function hideInRun(run: MaskableChunk[], secrets: readonly string[]): void {
  if (run.length < 2) return;
  const joined = run.map(({ text }) => text).join('');
  for (const place of findPlaces(joined, secrets).toReversed()) cutOut(run, place);
}

interface Place {
  from: number;
  /** Behind its last letter. */
  to: number;
}

/** Where secrets stand, in order; places that overlap or touch are one, or what is left of the one would still show the other. */
function findPlaces(joined: string, secrets: readonly string[]): Place[] {
  const places: Place[] = [];
  for (const secret of secrets) {
    for (let from = joined.indexOf(secret); from !== -1; from = joined.indexOf(secret, from + 1)) {
      places.push({ from, to: from + secret.length });
    }
  }
  const merged: Place[] = [];
  for (const place of places.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && place.from <= last.to) last.to = Math.max(last.to, place.to);
    else merged.push(place);
  }
  return merged;
}

/**
 * Takes a place of the joined texts out, and puts the mask where it began. Called from the last place to the first, so that
 * earlier places stay true.
 */
function cutOut(run: MaskableChunk[], { from, to }: Place): void {
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
