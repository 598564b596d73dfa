import { z } from 'zod';

// Controls, what turns the direction of writing, joins or takes no room, what belongs to no script, halves of characters, and four that
// are letters but look like nothing.
const hidden = /[\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** The text on one line and without what cannot be seen, by which a name could pass for another one, or for none. */
export function toPlainLine(text: string): string {
  return text.replace(breaks, ' ').replace(hidden, '').trim();
}

/** What somebody is called by themselves and read by others, as `toPlainLine` leaves it. */
export const PlainLine = z.string().max(2_000, 'is too long').overwrite(toPlainLine);
