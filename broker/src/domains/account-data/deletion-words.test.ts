import { expect, test } from 'vitest';
import { deletionWords } from './deletion-words.ts';

test('a member without an address of their own types their name', () => {
  expect(deletionWords({ email: 'discord-1@no-email.invalid', name: 'Ada' })).toEqual(['Ada']);
  expect(deletionWords({ email: 'ada@example.org', name: 'Ada' })).toEqual(['ada@example.org', 'Ada']);
});
