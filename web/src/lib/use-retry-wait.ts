import { useEffect, useState } from 'react';
import { ApiError } from './api-error.ts';
import { useNow } from './use-now.ts';

type Retry = { error: unknown; pending: boolean; run: () => void };

/**
 * Patience the server asks for by Retry-After: how long it still lasts, and trying again by itself when it is over, once
 * somebody wished so. `asked` stays true after the first such answer.
 */
export function useRetryWait({ error, pending, run }: Retry) {
  const now = useNow(500);
  const [byItself, setByItself] = useState(false);
  const [asked, setAsked] = useState(false);
  const [answer, setAnswer] = useState({ error, at: now });
  if (answer.error !== error) setAnswer({ error, at: now });
  const waitMs = error instanceof ApiError ? error.retryAfterMs : undefined;
  if (waitMs !== undefined && !asked) setAsked(true);
  const leftMs = waitMs === undefined ? 0 : Math.max(0, answer.at + waitMs - now);
  const due = byItself && waitMs !== undefined && leftMs === 0 && !pending;
  useEffect(() => {
    if (due) run();
  }, [due, run]);
  return { asked, byItself, setByItself, leftSeconds: pending ? 0 : Math.ceil(leftMs / 1000) };
}
