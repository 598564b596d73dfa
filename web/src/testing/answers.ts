import type { IncomingHttpHeaders } from 'node:http';
import { type ErrorCode, errorCatalogue } from '@coinslot/shared/error-codes.ts';
import { Problem } from '@coinslot/shared/http/problem.ts';
import type { z } from 'zod';

/** What a scripted route sees of a request. */
export type FakeRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
};

/** `drop` ends the connection without an answer, as a network failure does. */
export type FakeAnswer =
  | { status: number; body: unknown; type?: string; retryAfterSeconds?: number; isReplay?: true }
  | 'drop';

/** An answer that keeps to its contract, or the test fails. */
export function answer<Schema extends z.ZodType>(
  schema: Schema,
  body: z.input<Schema>,
  status = 200,
): FakeAnswer {
  return { status, body: schema.parse(body) };
}

export function problem(
  code: ErrorCode,
  {
    retryAfterSeconds,
    ...more
  }: {
    detail?: string;
    params?: Problem['params'];
    fields?: Problem['fields'];
    retryAfterSeconds?: number;
  } = {},
): FakeAnswer {
  const entry = errorCatalogue[code];
  const body = {
    type: `/docs/errors#${code}`,
    title: entry.title,
    status: entry.status,
    detail: entry.text,
    code,
    ...more,
  };
  return {
    status: entry.status,
    body: Problem.parse(body),
    type: 'application/problem+json',
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

export const nothing: FakeAnswer = { status: 200, body: {} };
