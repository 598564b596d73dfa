import { newCode } from '../../secrets/codes.ts';

// Without what is easily taken for something else (0 O, 1 I L, U): codes are read aloud and typed from paper.
const signs = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = { count: 3, length: 4 } as const;

/** A code such as `7KQ2-MXRD-9WHP`: 12 signs of 30, so nobody guesses one. */
export function randomCode(): string {
  return Array.from({ length: groups.count }, () => newCode(signs, groups.length)).join('-');
}

/** What counts of a code, however it was typed: capital letters and digits, look-alikes as one. */
export function normalizeCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-\u2010-\u2015]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}
