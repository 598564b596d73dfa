import { ProviderRedirect } from '@coinslot/shared/http/sign-in.ts';
import { request } from '../../../lib/request.ts';

/** The member agreed to what our page told; Discord asks next. */
export function giveConsent(returnTo: string): Promise<ProviderRedirect> {
  return request({
    method: 'POST',
    path: '/api/v1/account/discord/consent',
    body: { agreed: true, returnTo },
    answer: ProviderRedirect,
  });
}
