import { randomUUID } from 'node:crypto';

export type Answer = { status: number; body: unknown };

/** Sends requests as the dashboard does: one cookie, Origin, Idempotency-Key (a new one unless given). */
export type Session = {
  request(method: string, path: string, body?: unknown, key?: string): Promise<Answer>;
  get<Value>(path: string, schema: { parse(value: unknown): Value }): Promise<Value>;
  /** As a Cookie header carries it. */
  cookie(): string;
};

/** Opens a session without anybody signed in. `origin` is the dashboard's address. */
export function openSession(origin: string): Session {
  let cookie = '';

  async function request(
    method: string,
    path: string,
    body?: unknown,
    key: string = randomUUID(),
  ): Promise<Answer> {
    const response = await fetch(new URL(path, origin), {
      method,
      headers: {
        origin,
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    if (cookies.length > 0) cookie = cookies.join('; ');
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: isJson && text ? (JSON.parse(text) as unknown) : text };
  }

  return {
    request,
    cookie: () => cookie,
    async get(path, schema) {
      const answer = await request('GET', path);
      if (answer.status !== 200) throw new Error(describeAnswer(`GET ${path}`, answer));
      return schema.parse(answer.body);
    },
  };
}

export function describeAnswer(what: string, answer: Answer): string {
  return `${what} answered ${answer.status}: ${JSON.stringify(answer.body)}`;
}
