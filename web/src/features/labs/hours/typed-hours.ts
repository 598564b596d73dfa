import type { SeatWindow } from '@coinslot/shared/http/admin-seats.ts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { formatMinuteOfDay } from './weekdays.ts';

/** One window as it is typed: `HH:MM` twice; `00:00` as the end is midnight. */
export const TypedWindow = z.object({ weekday: z.int(), from: z.string(), to: z.string() });
export type TypedWindow = z.infer<typeof TypedWindow>;

type Remark = { path: [number, 'from' | 'to']; message: string };

export function toTypedWindows(windows: readonly SeatWindow[]): TypedWindow[] {
  return windows.map(({ weekday, fromMinute, toMinute }) => ({
    weekday,
    from: formatMinuteOfDay(fromMinute),
    to: toMinute === 1440 ? '00:00' : formatMinuteOfDay(toMinute),
  }));
}

/** Windows that `findWindowFaults` has nothing to say about, as the server takes them. */
export function toSeatWindows(windows: readonly TypedWindow[]): SeatWindow[] {
  return windows.map(({ weekday, from, to }) => ({
    weekday,
    fromMinute: readMinute(from) ?? 0,
    toMinute: readEnd(to) ?? 1440,
  }));
}

/** What is wrong with the windows, each remark at its input. */
export function findWindowFaults(windows: readonly TypedWindow[]): Remark[] {
  return windows.flatMap((window, index): Remark[] => {
    const from = readMinute(window.from);
    const to = readEnd(window.to);
    if (from === null) return [{ path: [index, 'from'], message: t`Type a time` }];
    if (to === null) return [{ path: [index, 'to'], message: t`Type a time` }];
    if (from >= to) return [{ path: [index, 'to'], message: t`Must end later than it begins` }];
    const overlaps = windows.slice(0, index).some((other) => {
      if (other.weekday !== window.weekday) return false;
      return from < (readEnd(other.to) ?? 0) && (readMinute(other.from) ?? 0) < to;
    });
    return overlaps ? [{ path: [index, 'from'], message: t`Overlaps another time of this day` }] : [];
  });
}

function readEnd(text: string): number | null {
  return text === '00:00' ? 1440 : readMinute(text);
}

function readMinute(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}
