import { encodedForms } from './encoded-forms.ts';
import { type Letters, type LettersKind, readLetters } from './read-letters.ts';

/** Where a secret stands in a text; `to` is behind its last character. */
export interface Place {
  from: number;
  to: number;
}

export interface Found {
  /** In order; those that overlap or touch are one, or what is left of the one would still show the other. */
  places: Place[];
  /** From here on the text may grow into a secret; its length when it cannot. */
  openFrom: number;
  /** How many letters of a secret stand there at most. */
  openLetters: number;
}

/** Finds the secrets it was made for, in every form that is known of them, whatever blanks and colours stand between their letters. */
export interface SecretFinder {
  /** @param isEnd nothing follows the text */
  find: (text: string, isEnd: boolean) => Found;
}

/** A secret's forms as they are looked for. Making them costs more than looking: keep them. */
export interface SecretForms {
  raw: Uint16Array[];
  decoded: Uint16Array[];
}

/** Of a secret that is mostly blanks or quotes, so many letters must be left, or ordinary words would be masked. */
const fewestLetters = 4;
/** More between two letters is no way of printing a secret, and would keep what may become one waiting for ever. */
const widestGap = 256;

export function formsOf(secret: string): SecretForms {
  const forms = encodedForms(secret);
  return { raw: lettersOf(forms, 'raw'), decoded: lettersOf(forms, 'decoded') };
}

export function createSecretFinder(forms: readonly SecretForms[]): SecretFinder {
  const raw = indexForms(forms.flatMap((one) => one.raw));
  const decoded = indexForms(forms.flatMap((one) => one.decoded));
  if (forms.length === 0) return { find: (text) => ({ places: [], openFrom: text.length, openLetters: 0 }) };
  return {
    find(text, isEnd) {
      const places: Place[] = [];
      const open = { from: text.length, letters: 0 };
      search(readLetters(text, 'raw', isEnd), raw, { isEnd, places, open });
      // Without any of these both readings are the same.
      if (/[%&\\"'`+]/.test(text))
        search(readLetters(text, 'decoded', isEnd), decoded, { isEnd, places, open });
      return { places: merge(places), openFrom: open.from, openLetters: open.letters };
    },
  };
}

function lettersOf(forms: readonly string[], kind: LettersKind): Uint16Array[] {
  const all = forms.map((form) => {
    const { codes, count } = readLetters(form, kind, true);
    return codes.slice(0, count);
  });
  const distinct = new Map(all.map((codes) => [Buffer.from(codes.buffer).toString('latin1'), codes]));
  return [...distinct.values()].filter(({ length }) => length >= fewestLetters);
}

/** Forms by their first three letters, and what shorter ends of a text may become. */
interface FormIndex {
  byStart: Map<number, Uint16Array[]>;
  /** By the first two letters' hash: whether there is any. Most places of a text are decided here. */
  begins: Uint8Array;
  oneLetter: Set<number>;
  twoLetters: Set<number>;
}

function indexForms(forms: readonly Uint16Array[]): FormIndex {
  const index: FormIndex = {
    byStart: new Map(),
    begins: new Uint8Array(8_192),
    oneLetter: new Set(),
    twoLetters: new Set(),
  };
  for (const form of forms) {
    const key = keyAt(form, 0);
    const same = index.byStart.get(key);
    if (same === undefined) index.byStart.set(key, [form]);
    else same.push(form);
    index.begins[hashAt(form, 0)] = 1;
    index.oneLetter.add(form[0] ?? 0);
    index.twoLetters.add(pairAt(form, 0));
  }
  return index;
}

function hashAt(codes: Uint16Array, at: number): number {
  return (((codes[at] ?? 0) * 251) ^ (codes[at + 1] ?? 0)) & 0x1fff;
}

function pairAt(codes: Uint16Array, at: number): number {
  return (codes[at] ?? 0) * 65_536 + (codes[at + 1] ?? 0);
}

function keyAt(codes: Uint16Array, at: number): number {
  return pairAt(codes, at) * 65_536 + (codes[at + 2] ?? 0);
}

interface Search {
  isEnd: boolean;
  places: Place[];
  open: { from: number; letters: number };
}

function search(letters: Letters, index: FormIndex, { isEnd, places, open }: Search): void {
  if (index.byStart.size === 0) return;
  const { codes, count, starts, cutAt } = letters;
  const grows = !isEnd && mayGrow(letters);
  for (let at = 0; at + 2 < count; at += 1) {
    if (index.begins[hashAt(codes, at)] === 0) continue;
    for (const form of index.byStart.get(keyAt(codes, at)) ?? []) {
      const matched = matchAt(letters, at, form);
      if (matched === form.length) places.push(placeOf(letters, at, form.length));
      else if (matched === count - at && grows) noteOpen(open, starts[at] ?? 0, matched);
    }
  }
  if (!isEnd) noteOpen(open, cutAt, 0);
  if (grows) noteShortEnd(letters, index, open);
}

/** What follows would stand near enough to the last letter. */
function mayGrow({ count, ends, cutAt }: Letters): boolean {
  return count > 0 && cutAt - (ends[count - 1] ?? 0) <= widestGap;
}

/** The last two letters are too few to be looked up by three. */
function noteShortEnd(letters: Letters, index: FormIndex, open: Search['open']): void {
  const { codes, count, starts } = letters;
  if (index.oneLetter.has(codes[count - 1] ?? 0)) noteOpen(open, starts[count - 1] ?? 0, 1);
  if (count < 2 || !isTight(letters, count - 1)) return;
  if (index.twoLetters.has(pairAt(codes, count - 2))) noteOpen(open, starts[count - 2] ?? 0, 2);
}

/** How many letters of the form stand there, one after the other. */
function matchAt(letters: Letters, at: number, form: Uint16Array): number {
  const most = Math.min(form.length, letters.count - at);
  let matched = 1;
  while (matched < most && letters.codes[at + matched] === form[matched] && isTight(letters, at + matched))
    matched += 1;
  return matched;
}

function isTight({ starts, ends }: Letters, at: number): boolean {
  return (starts[at] ?? 0) - (ends[at - 1] ?? 0) <= widestGap;
}

function placeOf({ starts, ends }: Letters, at: number, length: number): Place {
  return { from: starts[at] ?? 0, to: ends[at + length - 1] ?? 0 };
}

function noteOpen(open: Search['open'], from: number, letters: number): void {
  open.from = Math.min(open.from, from);
  open.letters = Math.max(open.letters, letters);
}

function merge(places: Place[]): Place[] {
  const merged: Place[] = [];
  for (const { from, to } of places.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
