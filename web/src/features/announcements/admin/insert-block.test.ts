import { expect, test } from 'vitest';
import { insertBlock } from './insert-block.ts';

test.each([
  ['', 0, '[x]\n'],
  ['Come', 4, 'Come\n\n[x]\n'],
  ['Come\n', 5, 'Come\n\n[x]\n'],
  ['Come all', 4, 'Come\n\n[x]\n\n all'],
])('into %j at %i', (text, at, expected) => {
  expect(insertBlock(text, at, '[x]').text).toBe(expected);
});

test('the next one comes behind it', () => {
  const { text, end } = insertBlock('Come all', 4, '[x]');
  expect(insertBlock(text, end, '[y]').text).toBe('Come\n\n[x]\n\n[y]\n\n all');
});
