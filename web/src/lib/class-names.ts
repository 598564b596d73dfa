import { type ClassValue, clsx } from 'clsx';

/**
 * Joins class names. Two Tailwind classes of one property must not meet: the one that is meant to win says `p-0!`. A browser
 * test looks for such pairs on every page, so that no library has to sort them out in everybody's first load.
 */
export function classNames(...values: ClassValue[]): string {
  return clsx(values);
}
