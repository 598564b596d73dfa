import { t } from '@lingui/core/macro';
import { classNames } from '../lib/class-names.ts';

/** A grey shape with the size of what will come, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('animate-pulse rounded-lg bg-sunk', className)} />;
}

type SkeletonListProps = { rows?: number; rowClassName?: string; className?: string };

export function SkeletonList({ rows = 3, rowClassName = 'h-24', className }: SkeletonListProps) {
  return (
    <div role="status" aria-label={t`Loading`} className={classNames('space-y-3', className)}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className={classNames('rounded-card', rowClassName)} />
      ))}
    </div>
  );
}
