import { ProviderSettings } from '@coinslot/shared/http/admin-sign-in.ts';
import type { EditProviderRequest } from '@coinslot/shared/http/admin-sign-in.ts';
import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { request } from '../../../lib/request.ts';

/** Saves how one provider is set up; without a secret the present one stays. */
export function saveProvider(id: SignInProvider, body: EditProviderRequest): Promise<ProviderSettings> {
  return request({ method: 'PUT', path: `/api/v1/admin/sign-in/${id}`, body, answer: ProviderSettings });
}
