import { styleText } from 'node:util';
import { plainLine } from './plain.ts';

export type Color = 'green' | 'yellow' | 'red' | 'dim';
export type Cell = string | number | { text: string; color: Color };

/** Rows under their headings, in columns as wide as their longest cell. Texts are made harmless here. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  { hasColor }: { hasColor: boolean },
): string {
  const lines = [
    headings.map((text) => ({ text, color: 'dim' as Color | null })),
    ...rows.map((row) => row.map(toCell)),
  ];
  const widths = headings.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.text.length ?? 0)),
  );
  return lines
    .map((line) => {
      const last = line.length - 1;
      return line
        .map(({ text, color }, column) => {
          const padded = column === last ? text : text.padEnd(widths[column] ?? 0);
          return hasColor && color !== null ? paint(color, padded) : padded;
        })
        .join('  ')
        .trimEnd();
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** Names and their values, one a line. */
export function formatFacts(
  facts: readonly (readonly [string, Cell | null])[],
  how: { hasColor: boolean },
): string {
  const given = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given
    .map(([name, value]) => {
      const { text, color } = toCell(value);
      const shown = how.hasColor && color !== null ? paint(color, text) : text;
      return `${`${name}:`.padEnd(width + 2)}${shown}\n`;
    })
    .join('');
}

function toCell(cell: Cell): { text: string; color: Color | null } {
  return typeof cell === 'object'
    ? { text: plainLine(cell.text), color: cell.color }
    : { text: plainLine(String(cell)), color: null };
}

function paint(color: Color, text: string): string {
  return styleText(color, text, { validateStream: false });
}
