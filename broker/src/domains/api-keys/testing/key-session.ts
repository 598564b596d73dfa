import { randomUUID } from 'node:crypto';
import { type ApiKeyScope, CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import type { RequestOptions, TestResponse, TestSession } from '../../../testing/test-session.ts';

/** A program for tests: sends a key, no cookie and no Origin. */
export interface KeySession {
  get: (path: string, options?: RequestOptions) => Promise<TestResponse>;
  post: (path: string, body?: unknown, options?: RequestOptions) => Promise<TestResponse>;
  delete: (path: string, options?: RequestOptions) => Promise<TestResponse>;
}

/** Makes a key over HTTP as this member. */
export async function makeKey(
  member: TestSession,
  scopes: readonly ApiKeyScope[],
  name: string = randomUUID(),
): Promise<CreatedApiKey & { secret: string }> {
  const answer = await member.post('/api/v1/api-keys', { name, scopes, expiresInDays: 30 });
  const { secret, ...key } = CreatedApiKey.parse(answer.body);
  if (secret === null) throw new Error('the key was made without its secret');
  return { ...key, secret };
}

/** `visitor`: a browser without a session. */
export function withKey(visitor: TestSession, secret: string): KeySession {
  const carry = (options: RequestOptions = {}) => ({
    ...options,
    headers: { authorization: `Bearer ${secret}`, origin: undefined, ...options.headers },
  });
  return {
    get: (path, options) => visitor.get(path, carry(options)),
    post: (path, body, options) => visitor.post(path, body, carry(options)),
    delete: (path, options) => visitor.delete(path, carry(options)),
  };
}
