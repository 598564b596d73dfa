import { expect, test } from 'vitest';
import { createPlainText } from './plain-text.ts';

const escape = '\u001B';
const bell = '\u0007';

test.each([
  ['colours', `${escape}[1;31mred${escape}[0m`, 'red'],
  ['a window title ended by BEL', `a${escape}]0;evil${bell}b`, 'ab'],
  ['a link ended by ST', `${escape}]8;;http://x${escape}\\text${escape}]8;;${escape}\\`, 'text'],
  ['a device control string', `a${escape}Pq#0${escape}\\b`, 'ab'],
  ['two-character escapes', `${escape}7a${escape}(Bb${escape}c`, 'ab'],
  ['one-byte CSI', 'a\u009B2Jb', 'ab'],
  ['cursor moves', `a${escape}[2K${escape}[1Gb`, 'ab'],
])('%s disappear', (_name, raw, plain) => {
  expect(createPlainText().push(raw)).toBe(plain);
});

test('a sequence cut between two chunks disappears as a whole', () => {
  const text = createPlainText();
  expect(text.push(`a${escape}[3`) + text.push('1mb') + text.push(escape) + text.push('[0mc')).toBe('abc');
});

test('a string that never ends does not swallow the log for ever', () => {
  const text = createPlainText();
  expect(text.push(`${escape}]0;${'x'.repeat(5000)}`)).toContain('xxx');
});

test('other control characters and characters that reorder text become visible', () => {
  expect(createPlainText().push('a\u0000b\u0007c\u007Fd\u202Ee\tf\r\n')).toBe('a␀b␇c␡d\uFFFDe\tf\r\n');
});
