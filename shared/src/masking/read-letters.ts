import { decodeToken, unfinished } from './decode-token.ts';
import { skipEscape } from './skip-escape.ts';

/**
 * A text without what may stand between the letters of a secret: blanks, ends of lines, control characters, a terminal's colours. Each
 * letter (a UTF-16 unit) knows where it stands in the text.
 */
export interface Letters {
  count: number;
  codes: Uint16Array;
  starts: Int32Array;
  /** Behind its last character in the text. */
  ends: Int32Array;
  /** From here on the text ends in the middle of something; its length when it does not. */
  cutAt: number;
}

/**
 * `raw` letters are the text's own. `decoded` ones have percent, HTML and backslash escapes read, and are without quotes, backslashes
 * and plus signs, which the ways of quoting put in or take for a blank: a text and any of its quotings have the same ones.
 */
export type LettersKind = 'raw' | 'decoded';

const escape = '\u001b';

/**
 * The letters are good until the next call: lines are short, and three new arrays for each cost more than all the rest.
 *
 * @param isEnd nothing follows, so what is unfinished stays as it is
 */
export function readLetters(text: string, kind: LettersKind, isEnd: boolean): Letters {
  const letters: Letters = { ...roomFor(text.length), count: 0, cutAt: text.length };
  const isDecoded = kind === 'decoded';
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    // Nearly every character of nearly every text.
    if (isPlain(code, isDecoded)) {
      add(letters, code, at, at + 1);
      at += 1;
      continue;
    }
    const piece = isDecoded ? decodeToken(text, at) : null;
    if (piece === unfinished && !isEnd) return cut(letters, at);
    const token = piece === unfinished ? null : piece;
    let to = token?.to ?? at + 1;
    const value = token?.value ?? text.charAt(at);
    if (value === escape) {
      const behind = skipEscape(text, to);
      if (behind === null && !isEnd) return cut(letters, at);
      to = behind ?? to;
    } else addAll(letters, value, { at, to, isDecoded });
    at = to;
  }
  return letters;
}

type Room = Pick<Letters, 'codes' | 'starts' | 'ends'>;

const keptRoom = 128 * 1024;
const room = makeRoom(keptRoom);

function roomFor(length: number): Room {
  return length <= keptRoom ? room : makeRoom(length);
}

function makeRoom(length: number): Room {
  return { codes: new Uint16Array(length), starts: new Int32Array(length), ends: new Int32Array(length) };
}

/** Both halves of a character that has two. */
function addAll(
  letters: Letters,
  value: string,
  { at, to, isDecoded }: { at: number; to: number; isDecoded: boolean },
): void {
  for (let half = 0; half < value.length; half += 1) {
    const code = value.charCodeAt(half);
    if (!isNoise(code) && !(isDecoded && isQuoting(code))) add(letters, code, at, to);
  }
}

function add(letters: Letters, code: number, from: number, to: number): void {
  const at = letters.count;
  letters.codes[at] = code;
  letters.starts[at] = from;
  letters.ends[at] = to;
  letters.count = at + 1;
}

function cut(letters: Letters, at: number): Letters {
  letters.cutAt = at;
  return letters;
}

/** Blanks, control characters, and what has no width. */
function isNoise(code: number): boolean {
  if (code <= 0x20) return true;
  if (code < 0x7f) return false;
  return (
    code <= 0xa0 ||
    code === 0xad ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    code === 0x2060 ||
    code === 0xfeff
  );
}

/** " $-less quotes, ' + \ ` */
function isQuoting(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x2b || code === 0x5c || code === 0x60;
}

/** Stands for itself. */
function isPlain(code: number, isDecoded: boolean): boolean {
  if (code <= 0x20 || code >= 0x7f) return false;
  return !isDecoded || (code !== 0x25 && code !== 0x26 && !isQuoting(code));
}
