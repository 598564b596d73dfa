import { PasskeyOptions, SignInAnswer } from '@coinslot/shared/http/account-security.ts';
import { showPasskey } from '../../../lib/passkeys.ts';
import { request } from '../../../lib/request.ts';

/** Starts a session (cookie) with a passkey that the browser finds; the passkey says whose it is. */
export async function signInByPasskey(): Promise<SignInAnswer> {
  const options = await request({
    method: 'POST',
    path: '/api/v1/sign-in/passkey/options',
    answer: PasskeyOptions,
  });
  const response = await showPasskey(options);
  return request({
    method: 'POST',
    path: '/api/v1/sign-in/passkey',
    body: { response },
    answer: SignInAnswer,
  });
}
