import { randomInt } from 'node:crypto';

/** Capital letters and digits without those that are read wrongly from a terminal or from paper. 31: nearly 5 bits each. */
export const legibleLetters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A random code that people read and type: so many of these letters, each as likely as any other. */
export function newCode(letters: string, length: number): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}
