import { createHash, randomBytes } from 'node:crypto';
import type { Person } from './people.ts';

/** What was agreed when a code was given: all of it must be repeated to get a token for it. */
export interface Agreement {
  clientId: string;
  redirectUri: string;
  challenge: string;
  nonce: string | null;
  scope: string;
  person: Person;
  expiresAt: number;
}

export interface Token {
  person: Person | null;
  scope: string;
}

const codeLifeMs = 60_000;

/** The codes and tokens of one stand-in. A code that is used twice takes its token away, as RFC 6749 wants. */
export function createCodes() {
  const codes = new Map<string, Agreement & { token: string | null }>();
  const tokens = new Map<string, Token>();
  const given: string[] = [];
  return {
    tokens,
    /** Every token that was ever given out, ID tokens too. */
    given,
    give(agreement: Omit<Agreement, 'expiresAt'>): string {
      const code = randomBytes(24).toString('base64url');
      codes.set(code, { ...agreement, expiresAt: Date.now() + codeLifeMs, token: null });
      return code;
    },
    /** The token for a code, or null when anything differs from what was agreed. */
    take(
      code: string,
      said: { clientId: string; redirectUri: string; verifier: string },
    ): { token: string; agreement: Agreement } | null {
      const agreement = codes.get(code);
      if (agreement === undefined) return null;
      if (agreement.token !== null) {
        tokens.delete(agreement.token);
        return null;
      }
      const challenge = createHash('sha256').update(said.verifier).digest('base64url');
      const agrees =
        agreement.expiresAt > Date.now() &&
        agreement.clientId === said.clientId &&
        agreement.redirectUri === said.redirectUri &&
        agreement.challenge === challenge;
      if (!agrees) return null;
      agreement.token = this.giveToken({ person: agreement.person, scope: agreement.scope });
      return { token: agreement.token, agreement };
    },
    giveToken(token: Token): string {
      const text = randomBytes(24).toString('base64url');
      tokens.set(text, token);
      given.push(text);
      return text;
    },
    expireAll(): void {
      for (const agreement of codes.values()) agreement.expiresAt = 0;
    },
  };
}
export type Codes = ReturnType<typeof createCodes>;
