import { encodedForms } from '@coinslot/shared/masking/encoded-forms.ts';
import { plantSecret, spellings } from '@coinslot/shared/masking/testing/spellings.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogMasker, maskText } from './log-masker.ts';
import { createSecretRegistry } from './secret-registry.ts';

/** With letters enough beside blanks and quotes. */
const Secret = fc
  .string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' })
  .filter((secret) => secret.replace(/[^\w]/g, '').length >= 4);

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

test('a secret in any spelling is masked, cut in two at every place', () => {
  const secrets = createSecretRegistry();
  const planted = Array.from({ length: 500 }, (_, number) => plantSecret(number));
  for (const secret of planted) secrets.add(secret);
  for (const [at, spell] of Object.values(spellings).entries()) {
    for (const secret of planted.slice(at, at + 10)) {
      const text = `>${spell(secret)}<`;
      const whole = withoutLayout(maskText(text, secrets));
      for (let cut = 1; cut < text.length; cut += 1) {
        const masker = createLogMasker(secrets);
        const shown = masker.write(text.slice(0, cut)) + masker.write(text.slice(cut)) + masker.flush();
        // At an end of a line up to three letters of what might be a secret are let go.
        expect(lettersAround(withoutLayout(shown))).toBeLessThanOrEqual(lettersAround(whole) + 3);
      }
    }
  }
});

test('a line is passed on with its end, though its last letter begins a secret', () => {
  const secrets = createSecretRegistry();
  secrets.add('hunter22');
  const masker = createLogMasker(secrets);
  expect(masker.write('wait for the lunch\n')).toBe('wait for the lunch\n');
  expect(masker.write('unter22\n')).toBe('***\n');
});

test('a long run of what could begin a secret is not held for ever', () => {
  const secrets = createSecretRegistry();
  secrets.add('aaaaaaaaaaaab');
  const masker = createLogMasker(secrets);
  let shown = 0;
  for (let n = 0; n < 1_000; n += 1) shown += masker.write(`${'a'.repeat(10)}\t\t`).length;
  expect(shown).toBeGreaterThan(11_000);
});

test('a character of two halves that a chunk tears is whole again', () => {
  const masker = createLogMasker(createSecretRegistry());
  expect(masker.write('a\ud83d')).toBe('a');
  expect(masker.write('\ude80b')).toBe('\u{1F680}b');
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

function withoutLayout(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m|[\s\0]/g, '');
}

/** How many characters stand beside masks; more than all when there is no mask. */
function lettersAround(shown: string): number {
  return shown.includes('***') ? shown.replaceAll('***', '').length : Infinity;
}
