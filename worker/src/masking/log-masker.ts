import type { SecretRegistry } from './secret-registry.ts';

const mask = '***';
/** So few letters of what may be a secret are let go at a line's end: nearly every line ends in the first letter of some form. */
const mostLettersLet = 3;
/** An end of a text that nothing makes a secret out of is let go when the text goes on for so long. */
const mostHeld = 64 * 1024;

/** Replaces known secrets in a stream of text, also where a secret is cut by a chunk's border. */
export type LogMasker = {
  /** Masked text that is safe to pass on. An end that may be the start of a secret is held back. */
  write: (chunk: string) => string;
  /** What was held back; call at the stream's end. */
  flush: () => string;
};

export function createLogMasker(secrets: SecretRegistry): LogMasker {
  /** Already passed on, and perhaps the first letters of a secret. */
  let context = '';
  let held = '';
  return {
    write(chunk) {
      if (chunk === '') return '';
      const text = context + held + chunk;
      const shownBefore = context.length;
      const { places, openFrom, openLetters } = secrets.finder().find(text, false);
      const covering = places.find(({ from, to }) => from < openFrom && to > openFrom);
      const isLineEnd = openLetters <= mostLettersLet && text.endsWith('\n');
      const isTooLong = text.length - openFrom > mostHeld;
      const upTo = isLineEnd || isTooLong ? text.length : (covering?.to ?? openFrom);
      const end = Math.max(shownBefore, wholeCharacters(text, upTo));
      context = isTooLong ? '' : text.slice(openFrom, end);
      held = text.slice(end);
      return maskPlaces(text, places, { from: shownBefore, to: end });
    },
    flush() {
      const text = context + held;
      const from = context.length;
      const { places } = secrets.finder().find(text, true);
      [context, held] = ['', ''];
      return maskPlaces(text, places, { from, to: text.length });
    },
  };
}

/** Masks a whole text at once. */
export function maskText(text: string, secrets: SecretRegistry): string {
  const { places } = secrets.finder().find(text, true);
  return places.length === 0 ? text : maskPlaces(text, places, { from: 0, to: text.length });
}

/** The part of the text from `from` to `to`, masked. Places that begin behind it are not looked at. */
function maskPlaces(
  text: string,
  places: readonly { from: number; to: number }[],
  { from, to }: { from: number; to: number },
): string {
  let masked = '';
  let copied = from;
  for (const place of places) {
    if (place.to <= from) continue;
    if (place.from >= to) break;
    masked +=
      text.slice(copied, Math.max(place.from, copied)) +
      mask +
      layoutOf(text.slice(Math.max(place.from, from), place.to));
    copied = place.to;
  }
  return masked + text.slice(copied, to);
}

/** Colours and ends of lines that stood between a secret's letters: without them the rest would look different. */
function layoutOf(secret: string): string {
  return secret.match(/\u001b\[[0-9;:]*m|\r?\n/g)?.join('') ?? '';
}

/** A character of two halves is not torn. */
function wholeCharacters(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return end === text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
