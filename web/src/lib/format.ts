const wholeNumber = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const twoDecimals = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clockTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const shortTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

export function formatNumber(value: number): string {
  return wholeNumber.format(value);
}

/** `1 coin`, `1,200 coins`. */
export function formatCoins(coins: number): string {
  return `${wholeNumber.format(coins)} ${Math.abs(coins) === 1 ? 'coin' : 'coins'}`;
}

/** Price per minute in coins, at most two decimals. */
export function formatPerMinute(price: number, minutes: number): string {
  return `${twoDecimals.format(price / minutes)} a minute`;
}

/** `45 minutes`, `2 hours`, `1 h 30 min`. */
export function formatMinutes(minutes: number): string {
  if (minutes < 60) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (rest === 0) return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
  return `${hours} h ${rest} min`;
}

/** A duration in ms as `0.8 s`, `12 s`, `3 min 04 s`. */
export function formatElapsed(elapsedMs: number): string {
  if (elapsedMs < 10_000) return `${(Math.max(0, elapsedMs) / 1000).toFixed(1)} s`;
  const seconds = Math.floor(elapsedMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
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
  return dateTime.format(new Date(at));
}

export function formatClock(at: string): string {
  return clockTime.format(new Date(at));
}

/** How long ago, coarse: `just now`, `4 min ago`, `3 h ago`, `2 days ago`. */
export function formatAgo(at: string | number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - new Date(at).getTime()) / 1000));
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** Memory or disk given in MB (1,024 to the GB) as `512 MB` or `2 GB`. */
export function formatMegabytes(megabytes: number): string {
  return megabytes >= 1024
    ? `${twoDecimals.format(megabytes / 1024)} GB`
    : `${wholeNumber.format(megabytes)} MB`;
}

export function formatBytes(bytes: number): string {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : formatMegabytes(bytes / 1_048_576);
}

const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });
const ordinalEndings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** `1st`, `2nd`, `3rd`, `11th`. */
export function formatOrdinal(value: number): string {
  return `${value}${ordinalEndings[ordinalRules.select(value)] ?? 'th'}`;
}

/** A band of seconds in whole minutes, widened and never narrowed: `less than a minute`, `about 2 to 5 min`. */
export function formatWait({ fromSeconds, toSeconds }: { fromSeconds: number; toSeconds: number }): string {
  const to = Math.ceil(toSeconds / 60);
  if (to <= 1) return 'less than a minute';
  const from = Math.floor(fromSeconds / 60);
  if (from === 0) return to < 60 ? `up to ${to} min` : `up to ${Math.ceil(to / 60)} h`;
  if (to >= 120) return formatRange(Math.floor(from / 60), Math.ceil(to / 60), 'h');
  return formatRange(from, to, 'min');
}

/** The lower bound of a wait, never above it: `16 min`, `2 h`. */
export function formatAtLeast(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${Math.floor(seconds)} s`;
  return minutes >= 120 ? `${Math.floor(minutes / 60)} h` : `${minutes} min`;
}

function formatRange(from: number, to: number, unit: string): string {
  if (from === 0) return `up to ${to} ${unit}`;
  return from === to ? `about ${to} ${unit}` : `about ${from} to ${to} ${unit}`;
}

/** A time of today as `14:05`, of another day with its date. */
export function formatTimeOfDay(at: string): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return today ? shortTime.format(date) : dateTime.format(date);
}
