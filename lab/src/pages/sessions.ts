import { randomBytes } from 'node:crypto';
import { findAccount, type Account } from '../store/accounts.ts';
import type { Store } from '../store/open-store.ts';

const sessionLifeMs = 8 * 60 * 60 * 1000;

/** A signed-in person. */
export interface Session {
  token: string;
  account: Account;
  expiresAt: number;
  termsAccepted: boolean;
  /** Counted while `sessionExpires` is switched on. */
  pagesSeen: number;
}

export type Sessions = ReturnType<typeof createSessions>;

/** Who is signed in. Kept in memory only: when the lab starts again, everybody signs in again. */
export function createSessions(store: Store) {
  const sessions = new Map<string, Session>();

  function open(account: Account): string {
    for (const { token, expiresAt } of sessions.values()) if (expiresAt < Date.now()) sessions.delete(token);
    const token = randomBytes(32).toString('base64url');
    const expiresAt = Date.now() + sessionLifeMs;
    sessions.set(token, { token, account, expiresAt, termsAccepted: false, pagesSeen: 0 });
    return token;
  }

  /** The session with its account as the store has it now, or null. */
  function find(token: string): Session | null {
    const session = sessions.get(token);
    if (session === undefined || session.expiresAt < Date.now()) return null;
    session.account = findAccount(store, session.account.username) ?? session.account;
    return session;
  }

  return { open, find, close: (session: Session) => sessions.delete(session.token) };
}
