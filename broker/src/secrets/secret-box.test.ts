import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];

test('a secret opens only in its own place, unchanged, and never looks the same twice', () => {
  const box = createSecretBox([oldKey]);
  const text = box.encryptSecret('hünter2', 'seat:1');
  expect(text).not.toContain('hünter2');
  expect(box.encryptSecret('hünter2', 'seat:1')).not.toBe(text);
  expect(box.decryptSecret(text, 'seat:1')).toBe('hünter2');
  expect(() => box.decryptSecret(text, 'seat:2')).toThrow();
  const last = text.at(-1) === 'A' ? 'B' : 'A';
  expect(() => box.decryptSecret(`${text.slice(0, -2)}${last}A`, 'seat:1')).toThrow();
  expect(() => box.decryptSecret(text.slice(0, 20), 'seat:1')).toThrow(/damaged/);
});

test('a new key in front still opens what the old one closed; without the old one it says so', () => {
  const text = createSecretBox([oldKey]).encryptSecret('kept', 'seat:1');
  expect(createSecretBox([newKey, oldKey]).decryptSecret(text, 'seat:1')).toBe('kept');
  expect(() => createSecretBox([newKey]).decryptSecret(text, 'seat:1')).toThrow(/not configured any more/);
});

test('a fingerprint is the same for the same text and another with another key', () => {
  const box = createSecretBox([newKey, oldKey]);
  expect(box.fingerprint('hünter2')).toBe(createSecretBox([newKey]).fingerprint('hünter2'));
  expect(box.fingerprint('hünter2')).not.toBe(box.fingerprint('hunter2'));
  expect(box.fingerprint('hünter2')).not.toBe(createSecretBox([oldKey]).fingerprint('hünter2'));
});
