import { expect, test } from 'vitest';
import { isLoopbackHost, isOutOfReach } from './loopback-host.ts';

test('this computer by any of its names, and no name that only looks like one', () => {
  for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]'])
    expect(isLoopbackHost(host)).toBe(true);
  for (const host of ['localhost.example', '128.0.0.1', 'example.org']) {
    expect(isLoopbackHost(host)).toBe(false);
  }
});

test('an address of the computer that runs the lab leads nowhere from another one', () => {
  for (const host of ['127.0.0.1', '::1', 'localhost', 'lab.localhost']) {
    expect([host, isOutOfReach(host, 'coins.example.org'), isOutOfReach(host, 'localhost')]).toEqual([
      host,
      true,
      false,
    ]);
  }
  expect(isOutOfReach('192.0.2.7', 'coins.example.org')).toBe(false);
});
