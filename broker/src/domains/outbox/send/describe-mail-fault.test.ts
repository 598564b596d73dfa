import { expect, it } from 'vitest';
import { describeMailFault } from './describe-mail-fault.ts';

const at = { host: 'mail.example', port: 587 };

it('says what to check instead of what the network calls it', () => {
  expect(describeMailFault('connect ECONNREFUSED 127.0.0.1:587', at)).toBe(
    'Nothing listens at mail.example:587: check both.',
  );
  expect(describeMailFault('getaddrinfo ENOTFOUND mail.example', at)).toMatch(/^The name mail.example/);
  expect(describeMailFault('Greeting never received', at)).toMatch(/^mail.example:587 did not answer/);
});

it('leaves a mail server’s own words as they are', () => {
  expect(describeMailFault('535 5.7.8 wrong password', at)).toBe('535 5.7.8 wrong password');
});
