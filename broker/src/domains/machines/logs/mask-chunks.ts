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
  for (const secret of secrets) {
    const joined = run.map(({ text }) => text).join('');
    // A place that overlaps a later one is left out: taking the later one away has broken it.
    for (let at = joined.lastIndexOf(secret); at !== -1;) {
      cutOut(run, at, at + secret.length);
      at = at < secret.length ? -1 : joined.lastIndexOf(secret, at - secret.length);
    }
  }
}

/**
 * Takes the letters from `from` to before `to` of the joined texts out, and puts the mask where they began. Called from the last
 * place to the first, so that earlier places stay true. Within one chunk nothing is done: that is maskSecrets' work.
 */
function cutOut(run: MaskableChunk[], from: number, to: number): void {
  let start = 0;
  const touched: { chunk: MaskableChunk; cutFrom: number; cutTo: number }[] = [];
  for (const chunk of run) {
    const end = start + chunk.text.length;
    if (start < to && end > from) {
      touched.push({
        chunk,
        cutFrom: Math.max(from - start, 0),
        cutTo: Math.min(to - start, chunk.text.length),
      });
    }
    if (end >= to) break;
    start = end;
  }
  if (touched.length < 2) return;
  touched.forEach(({ chunk, cutFrom, cutTo }, at) => {
    chunk.text = chunk.text.slice(0, cutFrom) + (at === 0 ? maskText : '') + chunk.text.slice(cutTo);
  });
}
