import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { cliError } from '../cli-error.ts';
import { type LineOptions, openLine, type Query } from './open-line.ts';

/** One server's API under /api/v1. Answers are parsed; refusals and silence are thrown as CliErrors. */
export interface Api {
  readonly server: string;
  /** The API key that is sent; null where nobody is signed in yet. */
  readonly key: string | null;
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

export function createApi(options: LineOptions): Api {
  const { server, key } = options;
  const line = openLine(options);

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
    key,
    get: async (path, answer, query = {}) =>
      parse(answer, await line.ask({ method: 'GET', path, query, isRepeatable: true })),
    async post(path, body, answer) {
      const headers = { 'idempotency-key': randomUUID() };
      return parse(answer, await line.ask({ method: 'POST', path, body, headers, isRepeatable: true }));
    },
    put: async (path, body, answer) =>
      parse(answer, await line.ask({ method: 'PUT', path, body, isRepeatable: true })),
    async delete(path) {
      await line.ask({ method: 'DELETE', path, isRepeatable: true });
    },
    postOnce: async (path, body, answer) =>
      parse(answer, await line.ask({ method: 'POST', path, body, isRepeatable: false })),
    open: (path, headers) => line.open(path, headers),
  };
}
