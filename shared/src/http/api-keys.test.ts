import { expect, test } from 'vitest';
import { ApiKey } from './api-keys.ts';

test('the key of a house that does not say yet why keys end is read', () => {
  const key = {
    id: crypto.randomUUID(),
    name: 'laptop',
    prefix: 'cs_12345678',
    scopes: ['machines.read'],
    createdAt: '2026-11-01T00:00:00.000Z',
    expiresAt: '2026-12-01T00:00:00.000Z',
    lastUsedAt: null,
    lastUsedAddress: null,
  };
  expect(ApiKey.parse(key).endedReason).toBeNull();
});
