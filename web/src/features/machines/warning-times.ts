import type { Machine } from '@coinslot/shared/http/machines.ts';
import { plural, t } from '@lingui/core/macro';

const minuteMs = 60_000;

/**
 * From how long before its end a machine is warned about, in ms: 10 and 2 minutes; less for one that was bought for a
 * short time, which would else be warned about from its first second: a quarter and a tenth of its time.
 */
export function warningTimes({ durationMinutes }: Pick<Machine, 'durationMinutes'>): {
  firstMs: number;
  lastMs: number;
} {
  return {
    firstMs: Math.min(10, durationMinutes / 4) * minuteMs,
    lastMs: Math.min(2, durationMinutes / 10) * minuteMs,
  };
}

/** `less than 10 minutes`, `less than 90 seconds`. */
export function describeLessThan(ms: number): string {
  const minutes = ms / minuteMs;
  if (minutes >= 2) return t`less than ${Math.ceil(minutes)} minutes`;
  return t`less than ${plural(Math.ceil(ms / 1000), { one: '# second', other: '# seconds' })}`;
}
