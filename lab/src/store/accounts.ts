import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Store } from './open-store.ts';

const AccountRow = z.object({ id: z.number(), username: z.string(), maxMachines: z.number() });
export type Account = z.infer<typeof AccountRow>;

const PasswordRow = z.object({ salt: z.string(), hash: z.string() });
const columns = `id, username, max_machines as "maxMachines"`;

/** Adds the account, or gives an existing one a new password and seat count. */
export function saveAccount(store: Store, username: string, password: string, maxMachines: number): void {
  const salt = randomBytes(16).toString('hex');
  store
    .prepare(
      `insert into accounts (username, password_salt, password_hash, max_machines) values (?, ?, ?, ?)
       on conflict (username) do update set password_salt = excluded.password_salt,
         password_hash = excluded.password_hash, max_machines = excluded.max_machines`,
    )
    .run(username, salt, hashPassword(password, salt), maxMachines);
}

export function listAccounts(store: Store): Account[] {
  return z.array(AccountRow).parse(store.prepare(`select ${columns} from accounts order by username`).all());
}

/** Removes the account with its sessions and records; false when there is none without a machine alive. */
export function removeAccount(store: Store, username: string): boolean {
  const removed = store
    .prepare(
      `delete from accounts where username = ? and not exists (
         select 1 from machines m where m.account_id = accounts.id and m.state in ('starting', 'running', 'ending'))`,
    )
    .run(username);
  return removed.changes > 0;
}

/** The account whose name and password these are, or null. Takes the same time either way. */
export function checkPassword(store: Store, username: string, password: string): Account | null {
  const row = store
    .prepare(`select password_salt as salt, password_hash as hash from accounts where username = ?`)
    .get(username);
  const known = row === undefined ? null : PasswordRow.parse(row);
  const given = hashPassword(password, known?.salt ?? 'no such account');
  if (known === null || !timingSafeEqual(Buffer.from(given), Buffer.from(known.hash))) return null;
  return AccountRow.parse(store.prepare(`select ${columns} from accounts where username = ?`).get(username));
}

function hashPassword(password: string, salt: string): string {
  return scryptSync(password.normalize(), salt, 32).toString('hex');
}
