import type { SeatWindow } from '@coinslot/shared/http/admin-seats.ts';
import { t } from '@lingui/core/macro';
import { say } from '../../../words/say.ts';
import { formatMinuteOfDay, weekdays } from './weekdays.ts';

const fullDay = '00:00–24:00';

/** A seat's week in lines: `Mon–Fri 08:00–18:00`, `Sat 10:00–14:00`. No window at all means always. */
export function describeHours(windows: readonly SeatWindow[]): string[] {
  if (windows.length === 0) return [t`At any time`];
  const days = weekdays.map(({ number, short }) => ({
    short: say(short),
    times: describeDay(windows, number),
  }));
  const lines: { first: string; last: string; times: string }[] = [];
  for (const [index, { short, times }] of days.entries()) {
    if (times === '') continue;
    const line = lines.at(-1);
    if (line && line.times === times && line.last === days[index - 1]?.short) line.last = short;
    else lines.push({ first: short, last: short, times });
  }
  return lines.map(({ first, last, times }) => {
    const span = first === last ? first : `${first}–${last}`;
    return `${span} ${times === fullDay ? t`all day` : times}`;
  });
}

function describeDay(windows: readonly SeatWindow[], weekday: number): string {
  return windows
    .filter((window) => window.weekday === weekday)
    .toSorted((one, other) => one.fromMinute - other.fromMinute)
    .map(({ fromMinute, toMinute }) => `${formatMinuteOfDay(fromMinute)}–${formatMinuteOfDay(toMinute)}`)
    .join(', ');
}
