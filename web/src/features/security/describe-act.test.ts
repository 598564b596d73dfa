import { expect, it } from 'vitest';
import { describeAct } from './describe-act.ts';

it.each([
  ['PUT', '/api/v1/account/password', 'This changes who can use your account.'],
  ['GET', '/api/v1/account/export', 'The file holds everything that is kept about you.'],
  ['POST', '/api/v1/account/deletion', 'This deletes your account for good.'],
  ['POST', '/api/v1/api-keys', 'This lets a program use your account.'],
  ['POST', '/api/v1/admin/users/a-b/view-as', 'You are about to see the pages of another account.'],
  ['GET', '/api/v1/admin/audit/export?by=a', 'The file holds who did what in this house.'],
  ['PUT', '/api/v1/admin/users/a-b/roles', 'This changes what admins may do here.'],
  ['DELETE', '/api/v1/admin/mail', 'This changes how the house works for everybody.'],
  ['POST', '/api/v1/something/new', 'This needs to be you.'],
])('%s %s asks with the words "%s"', (method, path, words) => {
  expect(describeAct({ method, path })).toBe(words);
});
