import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './hash-password.ts';

// Begins with what keeps its true cost in tests (testing/cheap-hashes.ts).
const password = 'real cost ﬁne pässword';
// Written by the library that hashed the passwords of earlier versions.
const hashOfEarlierVersion =
  '91415b3477680338caa4e4ee58f07a69:9a489c1ec6f41fd6027522a563381827aa728968a7ef67152a650a8c1aa0acc8f53c312113a65ba935934aaba21c8f1468df08edc3f99aafabe18f66007af71a';

test('a hash of an earlier version still opens, for its own password only', async () => {
  expect(await verifyPassword(hashOfEarlierVersion, password)).toBe(true);
  expect(await verifyPassword(hashOfEarlierVersion, `${password}!`)).toBe(false);
});

test('the same password hashes otherwise each time, and a damaged hash is said to be one', async () => {
  const hash = await hashPassword(password);
  expect(hash).not.toBe(await hashPassword(password));
  // Typed with other keys: letters that were composed and such that were not.
  expect(await verifyPassword(hash, password.normalize('NFKD'))).toBe(true);
  await expect(verifyPassword('nonsense', password)).rejects.toThrow(/damaged/);
});
