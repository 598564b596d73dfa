import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodedForms } from './encoded-forms.ts';
import { createLogMasker, maskText } from './log-masker.ts';
import { createSecretRegistry } from './secret-registry.ts';

const Secret = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' });

test('a secret in any encoding is masked, wherever the chunks are cut', () => {
  fc.assert(
    fc.property(
      Secret,
      fc.string(),
      fc.string(),
      fc.nat(),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (secret, before, after, which, cuts) => {
        const secrets = createSecretRegistry();
        secrets.add(secret);
        const forms = encodedForms(secret);
        const form = forms[which % forms.length] ?? secret;
        const masker = createLogMasker(secrets);
        const chunks = cutUp(before + form + after, cuts);
        const shown = chunks.map((chunk) => masker.write(chunk)).join('') + masker.flush();
        expect(shown.replaceAll('***', '\u0000')).not.toContain(form);
        expect(shown).toContain('***');
      },
    ),
    { numRuns: 500 },
  );
});

test('a secret inside longer base64 is masked at every alignment', () => {
  fc.assert(
    fc.property(Secret, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (secret, before, after) => {
      const secrets = createSecretRegistry();
      secrets.add(secret);
      const encoded = Buffer.from('x'.repeat(before) + secret + 'y'.repeat(after)).toString('base64');
      const decoded = Buffer.from(maskText(encoded, secrets).replaceAll('***', ''), 'base64').toString();
      expect(decoded).not.toContain(secret);
      expect(maskText(encoded, secrets)).toContain('***');
    }),
  );
});

test('text without a secret passes unchanged', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (text, cuts) => {
      const secrets = createSecretRegistry();
      secrets.add('\u{1F511} never written \u{1F511}');
      const masker = createLogMasker(secrets);
      const shown = cutUp(text, cuts).map((chunk) => masker.write(chunk));
      expect(shown.join('') + masker.flush()).toBe(text);
    }),
  );
});

test('of two secrets with one beginning the longer one wins', () => {
  const secrets = createSecretRegistry();
  secrets.add('hunter22');
  secrets.add('hunter22-and-more');
  const masker = createLogMasker(secrets);
  expect(masker.write('a hunter22')).toBe('a ');
  expect(masker.write('-and-more b hunter22')).toBe('*** b ');
  expect(masker.flush()).toBe('***');
});

test('secrets shorter than six characters are left alone, forgotten ones too', () => {
  const secrets = createSecretRegistry();
  secrets.add('abc12');
  const forget = secrets.add('longer-secret');
  expect(maskText('abc12 longer-secret', secrets)).toBe('abc12 ***');
  forget();
  expect(maskText('abc12 longer-secret', secrets)).toBe('abc12 longer-secret');
});

function cutUp(text: string, sizes: number[]): string[] {
  const chunks: string[] = [];
  for (let at = 0, n = 0; at < text.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
}
