import { plural, t } from '@lingui/core/macro';
import { formatLocale } from '../words/locale.ts';

type Formats = ReturnType<typeof createFormats>;

function createFormats(locale: string) {
  return {
    wholeNumber: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    oneDecimal: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    twoDecimals: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    clockTime: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
    // Days are counted in UTC, as the broker does.
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
    shortTime: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
  };
}

// Made once for a language: each of them costs more than a thousand uses.
const known = new Map<string, Formats>();

function formats(): Formats {
  const locale = formatLocale();
  const found = known.get(locale) ?? createFormats(locale);
  known.set(locale, found);
  return found;
}

export function formatNumber(value: number): string {
  return formats().wholeNumber.format(value);
}

/** At most two decimals: `0.82`. */
export function formatDecimal(value: number): string {
  return formats().twoDecimals.format(value);
}

/** `1 coin`, `1,200 coins`. */
export function formatCoins(coins: number): string {
  const amount = formatNumber(coins);
  return t`${plural(Math.abs(coins), { one: `${amount} coin`, other: `${amount} coins` })}`;
}

/** Price per minute in coins, at most two decimals. */
export function formatPerMinute(price: number, minutes: number): string {
  return t`${formatDecimal(price / minutes)} a minute`;
}

/** `45 minutes`, `2 hours`, `1 h 30 min`. */
export function formatMinutes(minutes: number): string {
  if (minutes < 60) return t`${plural(minutes, { one: '# minute', other: '# minutes' })}`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (rest === 0) return t`${plural(hours, { one: '# hour', other: '# hours' })}`;
  return t`${hours} h ${rest} min`;
}

/** A duration in ms as `0.8 s`, `12 s`, `3 min 04 s`. */
export function formatElapsed(elapsedMs: number): string {
  if (elapsedMs < 10_000) return t`${formats().oneDecimal.format(Math.max(0, elapsedMs) / 1000)} s`;
  const seconds = Math.floor(elapsedMs / 1000);
  if (seconds < 60) return t`${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return t`${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A remaining time in ms as `1:02:03` or `9:59`. */
export function formatCountdown(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

export function formatDateTime(at: string): string {
  return formats().dateTime.format(new Date(at));
}

/** A day of UTC as the broker writes it: `2026-11-21`. */
export function formatDay(day: string): string {
  return formats().day.format(new Date(`${day}T00:00:00Z`));
}

export function formatClock(at: string): string {
  return formats().clockTime.format(new Date(at));
}

/** How long ago, coarse: `just now`, `4 min ago`, `3 h ago`, `2 days ago`. */
export function formatAgo(at: string | number, nowMs: number): string {
  const seconds = secondsSince(at, nowMs);
  if (seconds < 5) return t`just now`;
  if (seconds < 86_400) return t`${formatAge(at, nowMs)} ago`;
  return t`${plural(Math.floor(seconds / 86_400), { one: 'yesterday', other: '# days ago' })}`;
}

/** The time since then, coarse: `40 s`, `4 min`, `3 h`, `2 days`. */
export function formatAge(at: string | number, nowMs: number): string {
  const seconds = secondsSince(at, nowMs);
  if (seconds < 60) return t`${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t`${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? t`${hours} h` : t`${plural(Math.floor(hours / 24), { one: '# day', other: '# days' })}`;
}

function secondsSince(at: string | number, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - new Date(at).getTime()) / 1000));
}

/** Memory or disk given in MB (1,024 to the GB) as `512 MB` or `2 GB`. */
export function formatMegabytes(megabytes: number): string {
  return megabytes >= 1024
    ? `${formatDecimal(megabytes / 1024)} GB`
    : `${formats().wholeNumber.format(megabytes)} MB`;
}

export function formatBytes(bytes: number): string {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : formatMegabytes(bytes / 1_048_576);
}

/** A band of seconds in whole minutes, widened and never narrowed: `less than a minute`, `about 2 to 5 min`. */
export function formatWait({ fromSeconds, toSeconds }: { fromSeconds: number; toSeconds: number }): string {
  const to = Math.ceil(toSeconds / 60);
  if (to <= 1) return t`less than a minute`;
  const from = Math.floor(fromSeconds / 60);
  const [fromHours, toHours] = [Math.floor(from / 60), Math.ceil(to / 60)];
  if (from === 0) return to < 60 ? t`up to ${to} min` : t`up to ${toHours} h`;
  if (to < 120) return from === to ? t`about ${to} min` : t`about ${from} to ${to} min`;
  if (fromHours === 0) return t`up to ${toHours} h`;
  return fromHours === toHours ? t`about ${toHours} h` : t`about ${fromHours} to ${toHours} h`;
}

/** The lower bound of a wait, never above it: `16 min`, `2 h`. */
export function formatAtLeast(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return t`${Math.floor(seconds)} s`;
  return minutes >= 120 ? t`${Math.floor(minutes / 60)} h` : t`${minutes} min`;
}

/** A time of today as `14:05`, of another day with its date. */
export function formatTimeOfDay(at: string): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return today ? formats().shortTime.format(date) : formats().dateTime.format(date);
}
