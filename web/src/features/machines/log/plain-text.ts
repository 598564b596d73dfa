/**
 * Turns what a machine printed into text that is safe to show. Escape sequences (colours, cursor moves, titles, links)
 * are dropped, also when a chunk ends inside one; other control characters become visible; characters that reorder text
 * become a mark, or a log could show a command that is not what would be copied.
 */
export type PlainText = { push: (chunk: string) => string };

// CSI, OSC/DCS/PM/APC strings ended by BEL or ST, and two-character escapes.
const complete =
  /\u001B\[[0-?]*[ -/]*[@-~]|\u001B[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)|\u001B[ -/]*[0-OQ-WYZ\\`-~]|\u009B[0-?]*[ -/]*[@-~]/g;
const unfinished = /\u001B(?:\[[0-?]*[ -/]*|[\]PX^_][^\u0007\u001B]*\u001B?|[ -/]*)?$/;
const reordering = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
// Keeps tab, line feed and carriage return.
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** An escape that never ends must not swallow the log. */
const unfinishedMaxLength = 4096;

export function createPlainText(): PlainText {
  let rest = '';

  function push(chunk: string): string {
    const text = (rest + chunk).replace(complete, '');
    const open = unfinished.exec(text);
    if (open && open[0].length <= unfinishedMaxLength) {
      rest = open[0];
      return neutralise(text.slice(0, open.index));
    }
    rest = '';
    return neutralise(text);
  }

  return { push };
}

function neutralise(text: string): string {
  return text.replace(control, visibleControl).replace(reordering, '\uFFFD');
}

/** U+0007 becomes the picture U+2407; the C1 range has no pictures. */
function visibleControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x08) return '';
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
}
