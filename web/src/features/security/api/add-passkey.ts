import { Passkey, PasskeyOptions } from '@coinslot/shared/http/account-security.ts';
import { createPasskey } from '../../../lib/passkeys.ts';
import { request } from '../../../lib/request.ts';

/** Makes a passkey on this device and keeps its public half with the account. */
export async function addPasskey(name: string): Promise<Passkey> {
  const options = await request({
    method: 'POST',
    path: '/api/v1/account/passkeys/options',
    answer: PasskeyOptions,
  });
  const response = await createPasskey(options);
  return request({
    method: 'POST',
    path: '/api/v1/account/passkeys',
    body: { name, response },
    answer: Passkey,
  });
}
