import { expect, test } from 'vitest';
import { formatFacts, formatTable } from './table.ts';

const rows = [
  ['one', { text: 'ready', color: 'green' as const }, 3],
  ['longer', 'stopped', 10],
];

test('columns are as wide as their longest cell, coloured or not', () => {
  const text = formatTable(['name', 'state', 'n'], rows, { hasColor: false });
  expect(text).toBe('name    state    n\none     ready    3\nlonger  stopped  10\n');
  const colored = formatTable(['name', 'state', 'n'], rows, { hasColor: true });
  expect(colored).toContain('\u001b[32mready  \u001b[39m');
});

test('facts leave out what there is nothing of', () => {
  const facts = [['name', 'x'] as const, ['nothing', null] as const, ['longer', 2] as const];
  expect(formatFacts(facts, { hasColor: false })).toBe('name:   x\nlonger: 2\n');
});
