import { AccountExport } from '@coinslot/shared/http/account-data.ts';
import { request } from '../../../lib/request.ts';

/** Everything that is kept about the member. */
export function getExport(): Promise<AccountExport> {
  return request({ path: '/api/v1/account/export', answer: AccountExport });
}
