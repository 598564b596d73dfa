import { formatAgo, formatDateTime } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';

/** A moment as "3 min ago", with the exact time as its title. */
export function Moment({ at }: { at: string }) {
  const now = useNow(10_000);
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatAgo(at, now)}
    </time>
  );
}
