import { z } from 'zod';

/** A whole number within both bounds. */
export function count(byDefault: number, least: number, most = 1_000_000_000) {
  return z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(least)
    .max(most)
    .default(byDefault);
}

/** Milliseconds, no more than a timer can wait. */
export function duration(byDefaultMs: number, leastMs = 1, mostMs = 2_147_483_647) {
  return count(byDefaultMs, leastMs, mostMs);
}

/** Items with commas between them; none when nothing is given. */
export function commaList<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item));
}
