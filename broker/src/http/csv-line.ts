/**
 * One line of a CSV file (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front, so that a member's name
 * calculates nothing on an admin's computer.
 */
export function toCsvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

const formulaStart = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/;

function toCell(cell: string | null): string {
  if (cell === null) return '';
  const harmless = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}
