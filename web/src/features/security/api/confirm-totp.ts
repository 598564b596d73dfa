import { type ConfirmTotpRequest, RecoveryCodes } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Switches the second factor on with its first code, and answers the recovery codes: only now can they be read. */
export function confirmTotp(body: ConfirmTotpRequest): Promise<RecoveryCodes> {
  return request({ method: 'POST', path: '/api/v1/account/totp/confirm', body, answer: RecoveryCodes });
}
