import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { classNames } from '../lib/class-names.ts';

type LoadBarProps = { used: number; capacity: number; words?: string; className?: string };

/** How full something is: the numbers, and a bar that says the same. */
export function LoadBar({ used, capacity, words = t`slots in use`, className }: LoadBarProps) {
  const share = capacity > 0 ? Math.min(1, used / capacity) : 0;
  return (
    <div className={className}>
      <p className="mb-1 text-sm">
        <span className="font-bold tabular-nums">
          <Trans>
            {used} of {capacity}
          </Trans>
        </span>{' '}
        <span className="text-soft">{words}</span>
      </p>
      <div aria-hidden className="border-line-strong bg-sunk h-2.5 overflow-hidden rounded-full border">
        <div
          className={classNames(
            'h-full origin-left transition-transform',
            used > capacity ? 'bg-bad' : 'bg-coin',
          )}
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
    </div>
  );
}
