const escape = 0x1b;
const bell = 0x07;
/** A title or a link is not longer; what is, is no escape sequence to us. */
const longestSequence = 2048;

/**
 * Where the terminal's escape sequence ends that begins at `at` (its ESC may stand there in any spelling: `after` is behind it).
 *
 * @returns null when the text ends before the sequence does
 */
export function skipEscape(text: string, after: number): number | null {
  const kind = text.charCodeAt(after);
  if (Number.isNaN(kind)) return null;
  if (kind === 0x5b) return skipControl(text, after + 1);
  // OSC, DCS, SOS, PM, APC: a text up to BEL or ESC \.
  if (kind === 0x5d || kind === 0x50 || kind === 0x58 || kind === 0x5e || kind === 0x5f)
    return skipString(text, after + 1);
  // Character sets and the like take one more.
  if (kind >= 0x20 && kind <= 0x2f) return after + 1 < text.length ? after + 2 : null;
  return kind >= 0x30 && kind <= 0x7e ? after + 1 : after;
}

function skipControl(text: string, from: number): number | null {
  const most = Math.min(text.length, from + longestSequence);
  for (let at = from; at < most; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x40 && code <= 0x7e) return at + 1;
    if (code < 0x20 || code > 0x7e) return at;
  }
  return most === text.length ? null : from;
}

function skipString(text: string, from: number): number | null {
  const most = Math.min(text.length, from + longestSequence);
  for (let at = from; at < most; at += 1) {
    const code = text.charCodeAt(at);
    if (code === bell) return at + 1;
    if (code === escape) return text[at + 1] === '\\' ? at + 2 : at;
    if (code === 0x0a) return from;
  }
  return most === text.length ? null : from;
}
