import { expect, test } from 'vitest';
import { addressBucket } from './address-bucket.ts';

test('an IPv4 address is itself, however it is written', () => {
  expect(addressBucket('192.0.2.7')).toBe('192.0.2.7');
  expect(addressBucket('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(addressBucket('::FFFF:c000:207')).toBe('192.0.2.7');
  expect(addressBucket('0:0:0:0:0:ffff:192.0.2.7')).toBe('192.0.2.7');
});

test('all addresses of an IPv6 network of 64 bits are one, and the next network is another', () => {
  const one = addressBucket('2001:db8:1:2::1');
  expect(addressBucket('2001:0DB8:0001:0002:ffff:1:2:3')).toBe(one);
  expect(addressBucket('2001:db8:1:2:0:ffff:192.0.2.7')).toBe(one);
  expect(addressBucket('2001:db8:1:3::1')).not.toBe(one);
  expect(addressBucket('::1')).toBe('::');
  expect(addressBucket('fe80::1%eth0')).toBe('fe80::');
});

test('what is no address has one name, so that invented ones open no new limit', () => {
  expect(addressBucket('unknown')).toBe('no address');
  expect(addressBucket('')).toBe(addressBucket('192.0.2.7, 198.51.100.1'));
});
