import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isDatabaseAway } from '../database/is-database-away.ts';
import type { BrokerApp } from './broker-app.ts';
import { type AppError, fail, isAppError, toProblem } from './errors.ts';

/** The one place where errors become answers (RFC 9457). Unknown ones are logged whole and told in one sentence. */
export function installErrorAnswers(app: BrokerApp): void {
  app.setErrorHandler((error: unknown, request, reply) => answer(toAppError(error, request), request, reply));
  app.setNotFoundHandler({ preHandler: [] }, (request, reply) => answer(fail('not_found'), request, reply));
}

/** For an address that is none (`/%`), which Fastify would answer before any hook and handler of ours. */
export function answerBadAddress(
  _: FastifyError,
  request: Pick<FastifyRequest, 'id'>,
  reply: FastifyReply,
): void {
  // The plugin that carries sockets never hears of this upgrade: its connection would stay open for as long as its other side likes.
  if (reply.request.raw.headers.upgrade !== undefined)
    reply.raw.once('finish', () => reply.raw.socket?.destroy());
  answer(
    fail('invalid_request', { detail: 'This address cannot be read. Check how it is spelled.' }),
    request,
    reply,
  );
}

function answer(error: AppError, request: Pick<FastifyRequest, 'id'>, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  return reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send({ ...problem, requestId: request.id });
}

function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (isAppError(error)) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return toFieldErrors(error);
  const known = isFastifyError(error) ? fromFastify(error) : undefined;
  if (known !== undefined) return known;
  if (isDatabaseAway(error)) {
    request.log.warn({ err: error }, 'the database could not be reached');
    return fail('unavailable', { retryAfterSeconds: 2 });
  }
  request.log.error({ err: error }, 'a request failed by our own fault');
  return fail('internal');
}

function toFieldErrors(error: { validation: { instancePath: string; message?: string }[] }): AppError {
  const fields: Record<string, string> = {};
  for (const { instancePath, message } of error.validation) {
    fields[instancePath === '' ? '/' : instancePath] ??= message ?? 'is not valid';
  }
  return fail('invalid_request', { fields });
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}

function fromFastify(error: FastifyError): AppError | undefined {
  switch (error.statusCode) {
    case 413:
      return fail('payload_too_large');
    case 429:
      return fail('rate_limited');
    case 404:
      return fail('not_found');
    case 400:
    case 415:
      return fail('invalid_request', { detail: 'Send JSON with the right content type and length.' });
    default:
      return undefined;
  }
}
