import { expect, test } from 'vitest';
import { ranksAbove, mayEditRole, mayGive } from './rank-rules.ts';
import type { Standing } from './read-standing.ts';

function standing(rank: number, roles: string[], permissions: string[]): Standing {
  return {
    userId: 'x',
    rank,
    roles,
    permissions: new Set(permissions),
    isAdmin: roles.includes('admin'),
  };
}
const admin = standing(100, ['admin'], ['a', 'b', 'c']);
const lead = standing(50, ['lead'], ['a', 'b']);
const role = (name: string, rank: number, permissions: string[]) => ({ name, rank, permissions });

test.each([
  ['a lower role of what one may', lead, role('helper', 10, ['a']), true],
  ['a role of the same rank', lead, role('other', 50, ['a']), false],
  ['a higher role', lead, role('boss', 60, []), false],
  ['a lower role that may more', lead, role('helper', 10, ['c']), false],
  ['admin, by an admin', admin, role('admin', 100, ['a', 'b', 'c']), true],
  ['admin, by somebody else', standing(100, ['x'], ['a', 'b', 'c']), role('admin', 100, ['a']), false],
])('giving %s', (_, actor, given, expected) => expect(mayGive(actor, given)).toBe(expected));

test('nobody changes the roles of an equal or a higher, but admins among themselves', () => {
  expect(ranksAbove(lead, standing(10, ['helper'], []))).toBe(true);
  expect(ranksAbove(lead, standing(50, ['lead'], []))).toBe(false);
  expect(ranksAbove(lead, admin)).toBe(false);
  expect(ranksAbove(admin, admin)).toBe(true);
});

test.each([
  ['a new one below, of what one may', null, role('new', 49, ['a']), true],
  ['a new one as high as oneself', null, role('new', 50, []), false],
  ['a new one that may more', null, role('new', 1, ['c']), false],
  ['a lower one, raised as high as oneself', role('helper', 10, []), role('helper', 50, []), false],
  ['a lower one, by what one does not hold', role('helper', 10, ['c']), role('helper', 10, []), false],
  ['a higher one', role('boss', 60, []), role('boss', 10, []), false],
  ['one’s own', role('lead', 50, ['a', 'b']), role('lead', 49, ['a']), false],
  ['another one that is kept as it is', role('helper', 10, ['c']), role('helper', 11, ['c']), true],
])('editing %s', (_, before, after, expected) => expect(mayEditRole(lead, before, after)).toBe(expected));

test('a lower role that one has oneself may shrink and not grow', () => {
  const both = standing(50, ['lead', 'helper'], ['a', 'b']);
  const before = role('helper', 10, ['a']);
  expect(mayEditRole(both, before, role('helper', 10, []))).toBe(true);
  expect(mayEditRole(both, before, role('helper', 10, ['a', 'b']))).toBe(false);
  expect(mayEditRole(both, before, role('helper', 20, ['a']))).toBe(false);
});
