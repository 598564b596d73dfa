import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Store } from './open-store.ts';

const AccountRow = z.object({
  id: z.number(),
  username: z.string(),
  maxMachines: z.number(),
  salt: z.string(),
  hash: z.string(),
});
export type Account = z.infer<typeof AccountRow>;

const deriveKey = promisify<string, string, number, Buffer>(scrypt);

/** Adds the account, or gives an existing one a new password and seat count. */
export async function saveAccount(
  store: Store,
  username: string,
  password: string,
  maxMachines: number,
): Promise<void> {
  const salt = randomBytes(16).toString('hex');
  const hash = await hashPassword(password, salt);
  store
    .prepare(
      `insert into accounts (username, password_salt, password_hash, max_machines) values (?, ?, ?, ?)
       on conflict (username) do update set password_salt = excluded.password_salt,
         password_hash = excluded.password_hash, max_machines = excluded.max_machines`,
    )
    .run(username, salt, hash.toString('hex'), maxMachines);
}

export function findAccount(store: Store, username: string): Account | null {
  const row = store
    .prepare(
      `select id, username, max_machines as "maxMachines", password_salt as salt, password_hash as hash
       from accounts where username = ?`,
    )
    .get(username);
  return row === undefined ? null : AccountRow.parse(row);
}

/** Whether these are the name and the password of an account. Takes the same time either way. */
export async function checkPassword(store: Store, username: string, password: string): Promise<boolean> {
  const account = findAccount(store, username);
  const given = await hashPassword(password, account?.salt ?? 'no such account');
  return account !== null && timingSafeEqual(given, Buffer.from(account.hash, 'hex'));
}

function hashPassword(password: string, salt: string): Promise<Buffer> {
  return deriveKey(password.normalize(), salt, 32);
}
