import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@coinslot/shared/http/problem.ts';
import type { z } from 'zod';
import { cliError, problemError } from '../cli-error.ts';

/** One server's API under /api/v1. Answers are parsed; refusals and silence are thrown as CliErrors. */
export interface Api {
  readonly server: string;
  get<Answer extends z.ZodType>(path: string, answer: Answer, query?: Query): Promise<z.output<Answer>>;
  /** With one Idempotency-Key over all its tries: it happens once, however often it is sent. */
  post<Answer extends z.ZodType>(path: string, body: unknown, answer: Answer): Promise<z.output<Answer>>;
  put<Answer extends z.ZodType>(path: string, body: unknown, answer: Answer): Promise<z.output<Answer>>;
  delete(path: string): Promise<void>;
  /** Sent once: what the server does with it cannot be had a second time. */
  postOnce<Answer extends z.ZodType>(path: string, body: unknown, answer: Answer): Promise<z.output<Answer>>;
  /** An answer that goes on and on. Refusals are thrown. */
  open(path: string, headers: Record<string, string>): Promise<Response>;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface ApiOptions {
  server: string;
  /** Null where nobody is signed in yet. */
  key: string | null;
  signal: AbortSignal;
  /** Milliseconds before each further try. */
  retryDelaysMs?: readonly number[];
  timeoutMs?: number;
}

const longestWaitMs = 15_000;

interface Call {
  method: string;
  path: string;
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  isRepeatable: boolean;
}

export function createApi({
  server,
  key,
  signal,
  retryDelaysMs = [300, 1_000, 2_000],
  timeoutMs = 30_000,
}: ApiOptions): Api {
  async function send(call: Call, within: AbortSignal): Promise<Response> {
    const url = new URL(`/api/v1${call.path}`, server);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return await fetch(url, {
      method: call.method,
      // A key goes to the server that it is for and nowhere else.
      redirect: 'error',
      signal: within,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  }

  async function ask(call: Call): Promise<unknown> {
    for (let tried = 0; ; tried += 1) {
      const delayMs = call.isRepeatable ? retryDelaysMs[tried] : undefined;
      const outcome = await tryOnce(call);
      if ('answer' in outcome) return outcome.answer;
      signal.throwIfAborted();
      const waitMs = Math.max(delayMs ?? 0, outcome.retryAfterMs ?? 0);
      if (delayMs === undefined || outcome.retryAfterMs === null || waitMs > longestWaitMs)
        throw outcome.error;
      await sleep(waitMs, undefined, { signal });
    }
  }

  /** `retryAfterMs` null = the same request will not fare better. */
  async function tryOnce(
    call: Call,
  ): Promise<{ answer: unknown } | { error: Error; retryAfterMs: number | null }> {
    let response: Response;
    let text: string;
    try {
      response = await send(call, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      text = await response.text();
    } catch (error) {
      return { error: silence(server, error), retryAfterMs: 0 };
    }
    if (response.ok) return { answer: text === '' ? null : readJson(server, text) };
    const isPassing = [429, 502, 503, 504].includes(response.status);
    const retryAfterMs = isPassing ? Number(response.headers.get('retry-after') ?? 0) * 1000 : null;
    return { error: refusal(server, response.status, text), retryAfterMs };
  }

  function parse<Answer extends z.ZodType>(answer: Answer, value: unknown): z.output<Answer> {
    const parsed = answer.safeParse(value);
    if (parsed.success) return parsed.data;
    throw cliError(
      'failed',
      `${server} answered what this version does not understand. Are both of one version?`,
    );
  }

  return {
    server,
    get: async (path, answer, query = {}) =>
      parse(answer, await ask({ method: 'GET', path, query, isRepeatable: true })),
    async post(path, body, answer) {
      const headers = { 'idempotency-key': randomUUID() };
      return parse(answer, await ask({ method: 'POST', path, body, headers, isRepeatable: true }));
    },
    put: async (path, body, answer) =>
      parse(answer, await ask({ method: 'PUT', path, body, isRepeatable: true })),
    async delete(path) {
      await ask({ method: 'DELETE', path, isRepeatable: true });
    },
    postOnce: async (path, body, answer) =>
      parse(answer, await ask({ method: 'POST', path, body, isRepeatable: false })),
    async open(path, headers) {
      const response = await send({ method: 'GET', path, headers, isRepeatable: false }, signal).catch(
        (error: unknown) => {
          throw silence(server, error);
        },
      );
      if (!response.ok) throw refusal(server, response.status, await response.text());
      return response;
    },
  };
}

function silence(server: string, error: unknown): Error {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return cliError('unavailable', `${server} ${isLate ? 'does not answer' : `cannot be reached${cause}`}.`);
}

function refusal(server: string, status: number, text: string): Error {
  const problem = Problem.safeParse(tryJson(text));
  if (problem.success) return problemError(problem.data);
  const passing = [429, 502, 503, 504].includes(status);
  return cliError(
    passing ? 'unavailable' : 'failed',
    `${server} answered ${status}, and not as Coinslot does. Is the address right?`,
  );
}

function readJson(server: string, text: string): unknown {
  const value = tryJson(text);
  if (value === undefined)
    throw cliError('failed', `${server} does not answer as Coinslot does. Is the address right?`);
  return value;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
