import type { ProviderRedirect } from '@coinslot/shared/http/sign-in.ts';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Asks where to go and goes there. It stays pending until the other page is there. */
export function useRedirect<Input = void>(ask: (input: Input) => Promise<ProviderRedirect>) {
  const [leaving, setLeaving] = useState(false);
  const asking = useMutation({
    mutationFn: ask,
    networkMode: 'always',
    meta: { signsIn: true },
    onSuccess: ({ url }) => {
      setLeaving(true);
      window.location.assign(url);
    },
  });
  useEffect(() => {
    // Whoever comes back with the browser's button finds the page as it was left.
    const comeBack = ({ persisted }: PageTransitionEvent) => persisted && setLeaving(false);
    window.addEventListener('pageshow', comeBack);
    return () => window.removeEventListener('pageshow', comeBack);
  }, []);
  return {
    run: asking.mutate,
    isPending: asking.isPending || leaving,
    error: asking.error,
    input: asking.variables,
  };
}
