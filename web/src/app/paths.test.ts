import { expect, test } from 'vitest';
import { readReturnPath, withReturnPath } from './paths.ts';

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', ''])(
  'after signing in nobody is sent to %j',
  (target) => {
    expect(readReturnPath(new URLSearchParams({ return: target }))).toBe('/shop');
  },
);

test('the wanted page survives signing in', () => {
  const address = withReturnPath('/sign-in', '/machines/7?tab=log');
  expect(readReturnPath(new URL(address, 'http://localhost').searchParams)).toBe('/machines/7?tab=log');
});
