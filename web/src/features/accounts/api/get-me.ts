import { Me } from '@coinslot/shared/http/me.ts';
import { useQuery } from '@tanstack/react-query';
import { hasStatus } from '../../../lib/api-error.ts';
import { notePageOwner } from '../../../lib/page-owner.ts';
import { request } from '../../../lib/request.ts';

export const meKey = ['me'] as const;

/** Who is signed in; null when nobody is. */
async function getMe(signal: AbortSignal): Promise<Me | null> {
  const me = await request({ path: '/api/v1/me', answer: Me, signal }).catch((error: unknown) => {
    if (hasStatus(error, 401)) return null;
    throw error;
  });
  notePageOwner(me?.id ?? null);
  return me;
}

export function useMe() {
  return useQuery({
    queryKey: meKey,
    queryFn: ({ signal }) => getMe(signal),
    staleTime: 30_000,
    // It carries the balance, which another tab may have changed.
    refetchOnWindowFocus: 'always',
  });
}
