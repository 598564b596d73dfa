import { randomUUID } from 'node:crypto';
import { Me } from '@coinslot/shared/http/me.ts';

export interface TestResponse {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text, or null for an empty answer. */
  body: unknown;
}

export interface RequestOptions {
  headers?: Record<string, string | undefined>;
  /** Default: a new one for each change. */
  idempotencyKey?: string;
}

/** A browser for tests: keeps cookies, sends Origin, speaks JSON. */
export interface TestSession {
  readonly email: string;
  readonly password: string;
  cookie: () => string;
  signUp: (name: string, email: string) => Promise<void>;
  me: () => Promise<Me>;
  get: (path: string, options?: RequestOptions) => Promise<TestResponse>;
  post: (path: string, body?: unknown, options?: RequestOptions) => Promise<TestResponse>;
  put: (path: string, body?: unknown, options?: RequestOptions) => Promise<TestResponse>;
  delete: (path: string, options?: RequestOptions) => Promise<TestResponse>;
}

export function openSession(url: string, origin: string): TestSession {
  const cookies = new Map<string, string>();
  const password = `correct horse ${randomUUID()}`;
  let ownEmail = '';

  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  async function send(
    method: string,
    path: string,
    body: unknown,
    options: RequestOptions,
  ): Promise<TestResponse> {
    const headers = new Headers();
    if (cookies.size > 0) headers.set('cookie', cookie());
    if (method !== 'GET') {
      headers.set('origin', origin);
      headers.set('idempotency-key', options.idempotencyKey ?? randomUUID());
      if (body !== undefined) headers.set('content-type', 'application/json');
    }
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === undefined) headers.delete(name);
      else headers.set(name, value);
    }
    const response = await fetch(new URL(path, url), {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  }

  const session: TestSession = {
    get email() {
      return ownEmail;
    },
    password,
    cookie,
    async signUp(name, email) {
      ownEmail = email;
      const answer = await session.post('/api/auth/sign-up/email', { name, email, password });
      if (answer.status !== 200) throw new Error(`sign-up was refused: ${JSON.stringify(answer.body)}`);
    },
    async me() {
      return Me.parse((await session.get('/api/v1/me')).body);
    },
    get: (path, options = {}) => send('GET', path, undefined, options),
    post: (path, body, options = {}) => send('POST', path, body, options),
    put: (path, body, options = {}) => send('PUT', path, body, options),
    delete: (path, options = {}) => send('DELETE', path, undefined, options),
  };
  return session;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const name = pair.slice(0, pair.indexOf('='));
  const value = pair.slice(pair.indexOf('=') + 1);
  if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
