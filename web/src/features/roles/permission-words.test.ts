import { Permission } from '@coinslot/shared/permissions.ts';
import { expect, test } from 'vitest';
import { findBlindWrites, listAreas } from './permission-words.ts';

test('every permission stands in one area, as a read or as a write', () => {
  const shown = listAreas().flatMap(({ reads, writes }) => [...reads, ...writes]);
  expect(shown.toSorted()).toEqual([...Permission.options].toSorted());
});

test('a change without the page it is made on is noticed', () => {
  expect(findBlindWrites(['admin.users.read', 'admin.users.disable'])).toEqual([]);
  expect(findBlindWrites(['admin.users.read', 'admin.pools.write'])).toEqual(['admin.pools.write']);
});
