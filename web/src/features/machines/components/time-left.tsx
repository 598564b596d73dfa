import { Trans } from '@lingui/react/macro';
import { classNames } from '../../../lib/class-names.ts';
import { formatCountdown } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';

const minuteMs = 60_000;

/** A running countdown; turns amber below 10 minutes and red below 2. */
export function TimeLeft({ expiresAt, large = false }: { expiresAt: string; large?: boolean }) {
  const now = useNow();
  const leftMs = new Date(expiresAt).getTime() - now;
  return (
    <span
      className={classNames(
        'tabular-nums',
        large ? 'font-display text-4xl font-extrabold' : 'font-semibold',
        tone(leftMs),
      )}
    >
      {formatCountdown(leftMs)}
      <span
        className={large ? 'text-soft ml-2 font-sans text-base font-semibold' : 'text-soft ml-1 font-normal'}
      >
        <Trans>left</Trans>
      </span>
    </span>
  );
}

function tone(leftMs: number): string {
  if (leftMs <= 2 * minuteMs) return 'text-bad';
  return leftMs <= 10 * minuteMs ? 'text-coin-text' : 'text-ink';
}
