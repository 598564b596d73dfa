import { expect, test } from 'vitest';
import { classifyStart } from './spawn.ts';

// What hubs were seen to say.
test.each([
  ['403 : Forbidden Spawn failed: HTTP 403: Forbidden (Your quota of GPU hours is used up.)', 'no_quota'],
  ['429 : Too Many Requests Active user limit exceeded. Try again in a few minutes.', 'lab_start_failed'],
  ['Active server limit exceeded', 'lab_start_failed'],
  ['Spawn failed: context deadline exceeded', 'lab_start_timeout'],
  ['Spawn failed: pod exceeds the limits of its node', 'lab_start_failed'],
  [
    '429 : Too Many Requests Too many users trying to log in right now. Try again in 40 seconds',
    'lab_start_failed',
  ],
  ['Spawn failed: Timeout', 'lab_start_timeout'],
  ["Spawn failed: Server at http://127.0.0.1:4711/user/a/ didn't respond in 60 seconds", 'lab_start_timeout'],
  ['500 : Internal Server Error Spawn failed: no such volume', 'lab_start_failed'],
  ['', 'lab_start_failed'],
])('%s is %s', (said, failure) => {
  expect(classifyStart(said).failure).toBe(failure);
});
