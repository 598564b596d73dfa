import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { findKey } from './trusted-host-key.ts';

const key = Buffer.from('a host key').toString('base64');
const fingerprint = `SHA256:${createHash('sha256').update('a host key').digest('base64').replace(/=+$/, '')}`;
const scanned = `# lab:22 SSH-2.0\n[lab]:22 ssh-rsa ${Buffer.from('another').toString('base64')}\n[lab]:22 ssh-ed25519 ${key}\n`;

test('of what a host shows only the key that Coinslot checked is trusted', () => {
  expect(findKey(scanned, fingerprint)).toBe(`[lab]:22 ssh-ed25519 ${key}`);
  expect(findKey(scanned, 'SHA256:other')).toBeUndefined();
  expect(findKey('', fingerprint)).toBeUndefined();
});
