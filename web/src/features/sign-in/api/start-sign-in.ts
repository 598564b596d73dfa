import {
  ProviderRedirect,
  type SignInProvider,
  type StartSignInRequest,
} from '@coinslot/shared/http/sign-in.ts';
import { request } from '../../../lib/request.ts';

/** Begins signing in with a provider; the browser then goes to its page. `returnTo`: one of our own paths. */
export function startSignIn(provider: SignInProvider, body: StartSignInRequest): Promise<ProviderRedirect> {
  return request({
    method: 'POST',
    path: `/api/v1/sign-in/${provider}`,
    body,
    answer: ProviderRedirect,
  });
}
