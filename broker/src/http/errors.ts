import { type ErrorCode, errorCatalogue } from '@coinslot/shared/error-codes.ts';
import type { Problem } from '@coinslot/shared/http/problem.ts';

const appErrorMark = Symbol('AppError');

export interface FailFacts {
  /** What to do, when the catalogue's text can be said more exactly. Seen by members. */
  detail?: string;
  /** Numbers and names that a page may show. */
  params?: Record<string, string | number | boolean>;
  /** JSON pointer of an input → what is wrong with it. */
  fields?: Record<string, string>;
  /** Seconds to wait before trying again; becomes the Retry-After header. */
  retryAfterSeconds?: number;
}

/** An error that its reader may see: a code of the catalogue and the facts. */
export interface AppError extends Error, FailFacts {
  readonly [appErrorMark]: true;
  readonly code: ErrorCode;
}

/** Makes (does not throw) the error of this code: `throw fail('not_found')`. */
export function fail(code: ErrorCode, facts: FailFacts = {}): AppError {
  const message = facts.detail ?? errorCatalogue[code].text;
  return Object.assign(new Error(message), { [appErrorMark]: true as const, code, ...facts });
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && appErrorMark in error;
}

/** The problem document that answers this error. */
export function toProblem(error: AppError): Omit<Problem, 'requestId'> {
  const { status, title, text } = errorCatalogue[error.code];
  return {
    type: `urn:coinslot:error:${error.code}`,
    title,
    status,
    detail: error.detail ?? text,
    code: error.code,
    ...(error.fields === undefined ? {} : { fields: error.fields }),
    ...(error.params === undefined ? {} : { params: error.params }),
  };
}
