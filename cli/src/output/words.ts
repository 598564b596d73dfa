import { isRealAddress } from '@coinslot/shared/no-address.ts';

/** A time for people, in their zone, right to the minute. */
export function sayTime(iso: string | null): string {
  if (iso === null) return '-';
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Minutes as `45 min`, `2 h`, `2 h 30 min`. */
export function sayMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
    .filter(Boolean)
    .join(' ');
}

/** An address, or `-` for a member whose provider told none. */
export function sayEmail(email: string): string {
  return isRealAddress(email) ? email : '-';
}

export function sayCoins(coins: number): string {
  return `${coins} coin${Math.abs(coins) === 1 ? '' : 's'}`;
}

/** What is left until then, as minutes; `over` when nothing is. */
export function sayLeft(iso: string | null, nowMs: number): string {
  if (iso === null) return '-';
  const minutes = Math.ceil((Date.parse(iso) - nowMs) / 60_000);
  return minutes <= 0 ? 'over' : sayMinutes(minutes);
}
