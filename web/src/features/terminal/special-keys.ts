/** The keys of the bar that phones get, in its order. */
export const specialKeys = ['Esc', 'Tab', 'Ctrl', 'Alt', '←', '↑', '↓', '→', '|', '/', '-', '~'] as const;
export type SpecialKey = (typeof specialKeys)[number];

const arrows: Partial<Record<SpecialKey, string>> = { '↑': 'A', '↓': 'B', '→': 'C', '←': 'D' };

/** What a terminal is sent for a key of the bar; null for those that only change the next one. */
export function bytesOfKey(key: SpecialKey, applicationCursor: boolean): string | null {
  if (key === 'Ctrl' || key === 'Alt') return null;
  if (key === 'Esc') return '\u001B';
  if (key === 'Tab') return '\t';
  const arrow = arrows[key];
  return arrow ? `\u001B${applicationCursor ? 'O' : '['}${arrow}` : key;
}

export type Held = { ctrl: boolean; alt: boolean };

/** What was typed, changed by the keys that are held on the bar: Ctrl and `c` is the byte 3, Alt puts an escape before it. */
export function withHeldKeys(text: string, { ctrl, alt }: Held): string {
  const changed = ctrl ? controlOf(text) : text;
  return alt ? `\u001B${changed}` : changed;
}

function controlOf(text: string): string {
  if (text.length !== 1) return text;
  if (text === ' ') return '\u0000';
  if (text === '?') return '\u007F';
  const code = text.toUpperCase().charCodeAt(0);
  return code >= 64 && code <= 95 ? String.fromCharCode(code - 64) : text;
}
