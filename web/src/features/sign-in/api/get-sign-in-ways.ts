import { SignInWays } from '@coinslot/shared/http/sign-in.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** Which ways in this house offers. */
export function useSignInWays() {
  return useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: ({ signal }) => request({ path: '/api/v1/sign-in', answer: SignInWays, signal }),
    staleTime: 60_000,
  });
}
