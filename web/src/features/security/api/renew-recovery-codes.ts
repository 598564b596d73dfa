import { RecoveryCodes } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Ten new recovery codes; the earlier ones are void. */
export function renewRecoveryCodes(): Promise<RecoveryCodes> {
  return request({ method: 'POST', path: '/api/v1/account/totp/recovery-codes', answer: RecoveryCodes });
}
