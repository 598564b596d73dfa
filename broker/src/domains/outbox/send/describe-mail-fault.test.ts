import { expect, it } from 'vitest';
import { describeMailFault } from './describe-mail-fault.ts';

it('puts what to check before what the network said', () => {
  expect(describeMailFault('connect ECONNREFUSED 127.0.0.1:587')).toBe(
    'Nothing listens at that server and port: check both. (connect ECONNREFUSED 127.0.0.1:587)',
  );
  expect(describeMailFault('getaddrinfo ENOTFOUND mail.example')).toMatch(/^The name of the mail server/);
});

it('leaves a mail server’s own words as they are', () => {
  expect(describeMailFault('535 5.7.8 wrong password')).toBe('535 5.7.8 wrong password');
});
