import { t } from '@lingui/core/macro';
import { formatMinutes } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';

/** How long a draining worker has left. */
export function DrainLeft({ deadlineAt }: { deadlineAt: string }) {
  const now = useNow(10_000);
  const minutes = Math.ceil((new Date(deadlineAt).getTime() - now) / 60_000);
  return <span>{minutes > 0 ? t`${formatMinutes(minutes)} left` : t`until now`}</span>;
}
