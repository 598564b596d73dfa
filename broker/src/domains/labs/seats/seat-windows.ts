import type { SeatWindow } from '@coinslot/shared/http/admin-seats.ts';

const minutesOfDay = 1440;

/** `[from, to)` in minutes of the week, 0 = Monday 00:00, in order and not touching. */
export type MinuteRange = [from: number, to: number];

/** The seat's week as the database keeps it. Windows must not overlap: see `findOverlap`. */
export function toMinuteRanges(windows: readonly SeatWindow[]): MinuteRange[] {
  return windows.map(rangeOf);
}

/** The same week as windows of days: a range that passes midnight is one window on each side. */
export function toSeatWindows(ranges: readonly MinuteRange[]): SeatWindow[] {
  return ranges.flatMap(([from, to]) => {
    const windows: SeatWindow[] = [];
    for (let at = from; at < to;) {
      const day = Math.floor(at / minutesOfDay);
      const end = Math.min(to, (day + 1) * minutesOfDay);
      const fromMinute = at - day * minutesOfDay;
      windows.push({ weekday: day + 1, fromMinute, toMinute: end - day * minutesOfDay });
      at = end;
    }
    return windows;
  });
}

/** The index of a window that shares a minute with one before it in the list; -1 when none does. */
export function findOverlap(windows: readonly SeatWindow[]): number {
  const ranges = windows.map(rangeOf);
  return ranges.findIndex(([from, to], index) =>
    ranges.slice(0, index).some(([otherFrom, otherTo]) => from < otherTo && otherFrom < to),
  );
}

function rangeOf({ weekday, fromMinute, toMinute }: SeatWindow): MinuteRange {
  const day = (weekday - 1) * minutesOfDay;
  return [day + fromMinute, day + toMinute];
}
