import { ProviderRedirect, type SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { request } from '../../../lib/request.ts';

/** Begins linking a provider's account to this one; the browser then goes to the provider's page. */
export function linkIdentity(provider: SignInProvider, returnTo: string): Promise<ProviderRedirect> {
  return request({
    method: 'POST',
    path: `/api/v1/account/identities/${provider}/link`,
    body: { returnTo },
    answer: ProviderRedirect,
  });
}
