import { expect, test } from 'vitest';
import { plain, plainLine } from './plain.ts';

test('text of others can colour, move and rename nothing on a screen', () => {
  expect(plain('\u001b[31mred\u001b[0m')).toBe('red');
  expect(plain('\u001b]0;title\u0007text')).toBe('text');
  expect(plain('\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\')).toBe('link');
  expect(plain('\u009b2Jcleared')).toBe('2Jcleared');
  expect(plain('over\rwritten\u0008\u0000')).toBe('overwritten');
  expect(plain('txt.\u202eexe')).toBe('txt.exe');
});

test('lines and tabs stay; in a table everything is one line', () => {
  expect(plain('a\tb\r\nc\n')).toBe('a\tb\nc\n');
  expect(plainLine(' a\n\tb ')).toBe('a b');
});
