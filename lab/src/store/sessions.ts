import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Store } from './open-store.ts';

const sessionLifeMs = 8 * 60 * 60 * 1000;

const SessionRow = z.object({
  accountId: z.number(),
  username: z.string(),
  maxMachines: z.number(),
  termsAccepted: z.number().transform(Boolean),
});

/** A signed-in person: whose session it is and what they may run. */
export type Session = z.infer<typeof SessionRow> & { token: string };

/** Opens a session and returns its token; the store keeps only a hash of it. */
export function openSession(store: Store, accountId: number): string {
  const token = randomBytes(32).toString('base64url');
  store.prepare('delete from sessions where expires_at < ?').run(Date.now());
  store
    .prepare('insert into sessions (token_hash, account_id, expires_at) values (?, ?, ?)')
    .run(hashToken(token), accountId, Date.now() + sessionLifeMs);
  return token;
}

export function findSession(store: Store, token: string): Session | null {
  const row = store
    .prepare(
      `select s.account_id as "accountId", a.username, a.max_machines as "maxMachines", s.terms_accepted as "termsAccepted"
       from sessions s join accounts a on a.id = s.account_id where s.token_hash = ? and s.expires_at > ?`,
    )
    .get(hashToken(token), Date.now());
  return row === undefined ? null : { ...SessionRow.parse(row), token };
}

export function closeSession(store: Store, token: string): void {
  store.prepare('delete from sessions where token_hash = ?').run(hashToken(token));
}

export function acceptTerms(store: Store, token: string): void {
  store.prepare('update sessions set terms_accepted = 1 where token_hash = ?').run(hashToken(token));
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
