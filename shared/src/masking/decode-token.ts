/** What one piece of encoded text stands for, and where it ends. */
export interface Token {
  value: string;
  to: number;
}

/** The text ends before one can say what it stands for. */
export const unfinished = Symbol('unfinished');

/**
 * Reads what stands encoded at `at`: `%41`, `&lt;` and `&#65;`, `\u0041`, `\x41` and `\n`. Bytes of one character are read together.
 *
 * @returns null when nothing is encoded here
 */
export function decodeToken(text: string, at: number): Token | typeof unfinished | null {
  switch (text[at]) {
    case '%':
      return decodeBytes(text, at, percentByte);
    case '&':
      return decodeEntity(text, at);
    case '\\':
      return decodeBackslash(text, at);
    default:
      return null;
  }
}

const hex = /^[0-9a-f]*/i;

function percentByte(text: string, at: number): number | typeof unfinished | null {
  return text[at] === '%' ? hexByte(text, at + 1) : missing(text, at);
}

function backslashByte(text: string, at: number): number | typeof unfinished | null {
  if (text[at] !== '\\') return missing(text, at);
  if (at + 1 === text.length) return unfinished;
  return text[at + 1] === 'x' ? hexByte(text, at + 2) : null;
}

function hexByte(text: string, at: number): number | typeof unfinished | null {
  const digits = text.slice(at, at + 2);
  if (hex.exec(digits)?.[0] !== digits) return null;
  return digits.length < 2 ? unfinished : Number.parseInt(digits, 16);
}

function missing(text: string, at: number): typeof unfinished | null {
  return at >= text.length ? unfinished : null;
}

/** One character of UTF-8, whose bytes stand one after the other; a byte that begins none stands for itself. */
function decodeBytes(
  text: string,
  at: number,
  readByte: (text: string, at: number) => number | typeof unfinished | null,
): Token | typeof unfinished | null {
  const first = readByte(text, at);
  if (first === null || first === unfinished) return first;
  const size = text[at] === '%' ? 3 : 4;
  const bytes = [first];
  const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  while (bytes.length < wanted) {
    const next = readByte(text, at + bytes.length * size);
    if (next === unfinished) return unfinished;
    if (next === null || (next & 0xc0) !== 0x80) return { value: String.fromCharCode(first), to: at + size };
    bytes.push(next);
  }
  const value = wanted === 1 ? String.fromCharCode(first) : new TextDecoder().decode(Uint8Array.from(bytes));
  return { value, to: at + wanted * size };
}

const names: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
};
const longestEntity = 10;

function decodeEntity(text: string, at: number): Token | typeof unfinished | null {
  const piece = text.slice(at + 1, at + longestEntity);
  const match = /^(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/i.exec(piece);
  if (match === null) {
    const mayGrow = at + 1 + piece.length === text.length && /^#?[0-9a-z]*$/i.test(piece);
    return mayGrow && piece.length < longestEntity - 1 ? unfinished : null;
  }
  const [whole, inHex, decimal, name] = match;
  const to = at + 1 + whole.length;
  if (name !== undefined) {
    const value = names[name.toLowerCase()];
    return value === undefined ? null : { value, to };
  }
  return fromCodePoint(inHex === undefined ? Number(decimal) : Number.parseInt(inHex, 16), to);
}

function decodeBackslash(text: string, at: number): Token | typeof unfinished | null {
  const kind = text[at + 1];
  if (kind === undefined) return unfinished;
  if (kind === 'x') return decodeBytes(text, at, backslashByte);
  if (kind === 'u') return decodeUnicode(text, at);
  return 'nrtbfv0ae'.includes(kind) ? { value: kind === 'e' ? '\u001b' : ' ', to: at + 2 } : null;
}

function decodeUnicode(text: string, at: number): Token | typeof unfinished | null {
  const piece = text.slice(at + 2, at + 10);
  const match = /^(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})/i.exec(piece);
  if (match === null) {
    const isWhole = at + 2 + piece.length < text.length;
    return !isWhole && /^(?:[0-9a-f]{0,3}|\{[0-9a-f]{0,6})$/i.test(piece) ? unfinished : null;
  }
  return fromCodePoint(Number.parseInt(match[1] ?? match[2] ?? '', 16), at + 2 + match[0].length);
}

function fromCodePoint(code: number, to: number): Token | null {
  return code > 0x10ffff ? null : { value: String.fromCodePoint(code), to };
}
