import { SignInError } from '@coinslot/shared/http/sign-in.ts';
import { expect, test } from 'vitest';
import { describeSignInError, readSignInError } from './describe-sign-in-error.ts';

test.each(SignInError.options)('%s is told in a sentence that is a way on', (error) => {
  expect(describeSignInError(error, 'Discord')).toMatch(/^[A-Z].{20,}\.$/);
});

test('an address with a made-up error or provider shows nothing of it', () => {
  expect(readSignInError(new URLSearchParams('error=<b>hello</b>'))).toBeNull();
  expect(readSignInError(new URLSearchParams('error=access_denied&provider=evil'))?.name).toBe(
    'the other site',
  );
  expect(readSignInError(new URLSearchParams('error=access_denied&provider=google'))?.name).toBe('Google');
});
