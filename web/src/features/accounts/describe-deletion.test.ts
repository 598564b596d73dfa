import { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import { expect, test } from 'vitest';
import { describeBlock, describeDeletion, describeKept } from './describe-deletion.ts';

const nothing = DeletionPreview.parse({
  coinsLost: { earned: 0, bought: 0, held: 0 },
  machinesRunning: [],
  machinesWaiting: 0,
  keysRevoked: 0,
  sessionsEnded: 1,
  identitiesRemoved: [],
  kept: [],
  blockedBy: [],
  typeOneOf: ['ada@example.org'],
});

test('only what concerns the account is said, with its numbers', () => {
  expect(describeDeletion(nothing)).toEqual([
    'You have no coins to lose.',
    '1 browser is signed out.',
    'Your name, address, password, passkeys and notifications are erased.',
  ]);
  const lines = describeDeletion({
    ...nothing,
    coinsLost: { earned: 10, bought: 90, held: 20 },
    machinesWaiting: 2,
    identitiesRemoved: ['google', 'discord'],
  });
  expect(lines[0]).toBe('You lose 120 coins, the bought ones too.');
  expect(lines).toContain('2 waiting machines are cancelled.');
  expect(lines).toContain('Discord, Google: unlinked.');
});

test('everything that stays and everything in the way has its sentence', () => {
  const sentence = /^[A-Z].+\.$/;
  for (const kept of DeletionPreview.shape.kept.element.options) expect(describeKept(kept)).toMatch(sentence);
  for (const block of DeletionPreview.shape.blockedBy.element.options) {
    expect(describeBlock(block)).toMatch(sentence);
  }
});
