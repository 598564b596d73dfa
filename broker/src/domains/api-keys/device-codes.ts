import { newCode } from '../../secrets/codes.ts';

// RFC 8628, 6.1: consonants only spell no word, and none is taken for another or for a digit. 20^8 of them.
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const userCodeLength = 8;

/** What a member types or compares. */
export function makeUserCode(): string {
  return newCode(letters, userCodeLength);
}

/** As it is shown: `BCDF-GHJK`. */
export function spellUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
