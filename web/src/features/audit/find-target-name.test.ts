import { expect, test } from 'vitest';
import { findTargetName } from './find-target-name.ts';

test('what an act was done to is named as it is called afterwards, or was before', () => {
  expect(findTargetName({ before: { name: 'Lab' }, after: { name: 'Second lab' } })).toBe('Second lab');
  expect(findTargetName({ before: { username: 'alice', inUse: 1 }, after: null })).toBe('alice');
  expect(findTargetName({ before: null, after: { coins: 5 } })).toBeNull();
});
