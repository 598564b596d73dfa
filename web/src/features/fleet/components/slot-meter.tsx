import { classNames } from '../../../lib/class-names.ts';

/** Slots as coins in a row: taken ones are filled. Many slots become a bar. */
export function SlotMeter({ used, capacity }: { used: number; capacity: number }) {
  return (
    <div>
      <p className="mb-1.5 text-sm">
        <span className="font-bold tabular-nums">
          {used} of {capacity}
        </span>{' '}
        <span className="text-soft">{capacity === 1 ? 'slot' : 'slots'} in use</span>
      </p>
      {capacity <= 16 ? (
        <div aria-hidden className="flex flex-wrap gap-1.5">
          {Array.from({ length: capacity }, (_, place) => (
            <span
              key={place}
              className={classNames(
                'size-4 rounded-full border border-line-strong',
                place < used && 'border-coin-text bg-coin',
              )}
            />
          ))}
        </div>
      ) : (
        <div aria-hidden className="border-line-strong h-3 overflow-hidden rounded-full border">
          <div className="bg-coin h-full" style={{ width: `${Math.min(100, (used / capacity) * 100)}%` }} />
        </div>
      )}
    </div>
  );
}
