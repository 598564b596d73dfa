import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

// A password's hash is meant to cost a tenth of a second, and nearly every test signs somebody up. In the processes of tests
// the same function runs at a five-hundredth of its cost; the product has no switch for it.
const cheapN = 32;
const { scrypt } = crypto;

/** What a password begins with to be hashed at its real cost. */
export const realCost = 'real cost ';

function cheapScrypt(
  password: BinaryLike,
  salt: BinaryLike,
  keyLength: number,
  options: ScryptOptions,
  callback: (error: Error | null, key: Buffer) => void,
): void {
  const isReal = typeof password === 'string' && password.startsWith(realCost);
  scrypt(password, salt, keyLength, isReal ? options : { ...options, N: cheapN }, callback);
}

Object.assign(crypto, { scrypt: cheapScrypt });
syncBuiltinESMExports();
