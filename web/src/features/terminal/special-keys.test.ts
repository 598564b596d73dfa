import { expect, test } from 'vitest';
import { bytesOfKey, withHeldKeys } from './special-keys.ts';

test('keys of the bar are what a keyboard sends, in programs with cursor keys of their own too', () => {
  expect(bytesOfKey('Esc', false)).toBe('\u001B');
  expect(bytesOfKey('↑', false)).toBe('\u001B[A');
  expect(bytesOfKey('←', true)).toBe('\u001BOD');
  expect(bytesOfKey('|', false)).toBe('|');
  expect(bytesOfKey('Ctrl', false)).toBeNull();
});

test('a held Ctrl makes control bytes of letters and leaves pasted text alone', () => {
  const ctrl = { ctrl: true, alt: false };
  expect(withHeldKeys('c', ctrl)).toBe('\u0003');
  expect(withHeldKeys('C', ctrl)).toBe('\u0003');
  expect(withHeldKeys('[', ctrl)).toBe('\u001B');
  expect(withHeldKeys(' ', ctrl)).toBe('\u0000');
  expect(withHeldKeys('1', ctrl)).toBe('1');
  expect(withHeldKeys('rm -r', ctrl)).toBe('rm -r');
});

test('a held Alt puts an escape before what is typed, also with Ctrl', () => {
  expect(withHeldKeys('b', { ctrl: false, alt: true })).toBe('\u001Bb');
  expect(withHeldKeys('b', { ctrl: true, alt: true })).toBe('\u001B\u0002');
});
