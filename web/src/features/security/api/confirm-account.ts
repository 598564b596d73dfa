import { type ConfirmRequest, PasskeyOptions } from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import { showPasskey } from '../../../lib/passkeys.ts';
import { request } from '../../../lib/request.ts';

/** Shows the broker that it is still the member who sits there; good for ten minutes. */
export function confirmAccount(body: ConfirmRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/account/confirm', body, answer: z.unknown() });
}

/** The same with one of the member's passkeys. */
export async function confirmByPasskey(): Promise<unknown> {
  const options = await request({
    method: 'POST',
    path: '/api/v1/account/confirm/passkey-options',
    answer: PasskeyOptions,
  });
  return confirmAccount({ passkey: await showPasskey(options) });
}
