import fc from 'fast-check';
import type { z } from 'zod';

/** An input as it stands in the page. `maxLength` -1 = none. */
export type TypedInto = { kind: string; maxLength: number };

const odd = [
  '',
  '   ',
  '‮drawkcab',
  'a\u0000b',
  '🦦'.repeat(300),
  'x'.repeat(25_000),
  '<b>',
  '-1',
  'a@b',
  'http://',
  '½',
];
const texts = fc.oneof(
  fc.constantFrom(...odd),
  fc.string({ unit: 'grapheme', maxLength: 700 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const numbers = fc
  .oneof(
    fc.constantFrom(-1, 0, 0.5, 1e21, 1e-7, 99_999_999_999),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
  )
  .map(String);

/** Texts that can be typed into such an input and that the schema refuses; always the same ones. Empty when it takes whatever fits in. */
export function badInputs(schema: z.ZodType, input: TypedInto): string[] {
  const isNumber = input.kind === 'number';
  const typed = fc
    .sample(isNumber ? fc.oneof(fc.constant(''), numbers) : texts, { numRuns: 200, seed: 20_261_121 })
    .map((text) => asKept(text, input))
    .filter((text) => !schema.safeParse(isNumber ? readNumber(text) : text).success);
  return [...new Set(typed)];
}

// A browser keeps no line breaks in a line, no blanks around an address, and no more than fits.
function asKept(text: string, { kind, maxLength }: TypedInto): string {
  const wellFormed = text.toWellFormed();
  const line =
    kind === 'textarea' ? wellFormed.replaceAll(/\r\n?/g, '\n') : wellFormed.replaceAll(/[\r\n]/g, '');
  const kept = kind === 'email' || kind === 'url' ? line.trim() : line;
  return maxLength < 0 ? kept : kept.slice(0, maxLength).toWellFormed();
}

function readNumber(text: string): number | null {
  return text === '' ? null : Number(text);
}
