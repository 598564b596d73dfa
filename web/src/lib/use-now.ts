import { useEffect, useState } from 'react';
import { serverNow } from './server-clock.ts';

/**
 * The broker's time, renewed every `periodMs` while shown. Read from the clock, never counted, so a tab that slept is
 * right at once when it wakes.
 */
export function useNow(periodMs = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const tick = () => setNow(serverNow());
    const timer = setInterval(tick, periodMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [periodMs]);
  return now;
}
