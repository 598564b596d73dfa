import { createHashQueue } from '../queue-hashes.ts';
import { hashPassword, verifyPassword } from './hash-password.ts';

/** Hashes passwords (scrypt), few at a time. Everything here throws `unavailable` when too many wait already. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** False for null too, after as long as it takes with a hash: the time tells nobody whether there is an account. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** One for each process. */
export function openPasswords(): Passwords {
  const queue = createHashQueue();
  const nobody = hashPassword('the password of nobody');
  return {
    hash: (password) => queue(() => hashPassword(password)),
    verify: (hash, password) =>
      queue(async () => {
        const matches = await verifyPassword(hash ?? (await nobody), password);
        return hash !== null && matches;
      }),
  };
}
