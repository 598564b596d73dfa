import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { meKey } from '../features/accounts/api/get-me.ts';
import { hasStatus, isPassing } from '../lib/api-error.ts';
import { notePageOwner } from '../lib/page-owner.ts';

const passingRetries = 3;

/** One cache for the page. A 401 from anywhere means the session is over: the guards then lead to the sign-in page. */
export function createQueryClient(): QueryClient {
  function noteSignedOut(error: unknown): void {
    if (!hasStatus(error, 401)) return;
    notePageOwner(null);
    client.setQueryData(meKey, null);
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noteSignedOut }),
    mutationCache: new MutationCache({
      onError: (error, _input, _context, mutation) => {
        // A wrong password is a 401 too and ends no session.
        if (mutation.meta?.['signsIn'] !== true) noteSignedOut(error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => isPassing(error) && count < passingRetries,
        retryDelay: (count) => Math.min(500 * 2 ** count, 4000),
      },
    },
  });
  return client;
}
