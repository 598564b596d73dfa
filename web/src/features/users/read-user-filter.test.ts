import { expect, test } from 'vitest';
import { readUserFilter, writeUserFilter } from './read-user-filter.ts';

test('a filter survives being an address, and what makes no sense in one is passed over', () => {
  const filter = readUserFilter(new URLSearchParams('search=ada&state=disabled&sort=sideways'));
  expect(filter).toEqual({ search: 'ada', role: '', state: 'disabled', coins: 'all', sort: 'newest' });
  expect(readUserFilter(new URLSearchParams(writeUserFilter(filter)))).toEqual(filter);
  expect(writeUserFilter(readUserFilter(new URLSearchParams()))).toEqual({});
});
