import type { LogLine } from './log-buffer.ts';

/** Numbers of the lines that contain the text, whatever its case. */
export function findMatches(lines: readonly LogLine[], wanted: string): number[] {
  if (wanted === '') return [];
  const needle = wanted.toLowerCase();
  const matches: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.text.toLowerCase().includes(needle)) matches.push(index);
  }
  return matches;
}

/** A line cut at its matches; odd pieces are the matches. */
export function splitAtMatches(text: string, wanted: string): string[] {
  if (wanted === '') return [text];
  const needle = wanted.toLowerCase();
  const haystack = text.toLowerCase();
  // Lower-casing may change a text's length (e.g. İ): then its places cannot be trusted and nothing is marked.
  if (haystack.length !== text.length) return [text];
  const pieces: string[] = [];
  let from = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  pieces.push(text.slice(from));
  return pieces;
}
