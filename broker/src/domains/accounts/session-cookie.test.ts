import { expect, test } from 'vitest';
import { readSessionToken, signSessionToken } from './session-cookie.ts';

const secret = 'a secret that is long enough for it';
const options = { prefix: '__Host-coinslot', secret };

test('reads back the token that it signed, among other cookies', () => {
  const value = signSessionToken('token.with.dots', secret);
  const header = `theme=dark; __Host-coinslot.session_token=${value}; other=1`;
  expect(readSessionToken(header, options)).toBe('token.with.dots');
});

test.each([
  ['no header at all', undefined],
  ['another name', `coinslot.session_token=${signSessionToken('t', secret)}`],
  ['another secret', `__Host-coinslot.session_token=${signSessionToken('t', 'another')}`],
  ['another token', `__Host-coinslot.session_token=${signSessionToken('t', secret).replace('t.', 'u.')}`],
  ['no signature', '__Host-coinslot.session_token=t'],
  ['an empty signature', '__Host-coinslot.session_token=t.'],
  ['broken encoding', '__Host-coinslot.session_token=%E0%A4%A'],
])('knows nobody by %s', (_, header) => {
  expect(readSessionToken(header, options)).toBeNull();
});
