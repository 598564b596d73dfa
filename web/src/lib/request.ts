import { ReceivedProblem } from '@coinslot/shared/http/received-problem.ts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { ApiError, decides, hasCode, isPassing } from './api-error.ts';
import { askForConfirmation } from './confirmation-gate.ts';
import { noteServerAnswer } from './connection-state.ts';
import { pageOwner } from './page-owner.ts';
import { problemText } from './problem-text.ts';
import { noteServerDate } from './server-clock.ts';
import { beginAct, endAct, noteReplay } from './undecided-acts.ts';

type Request<Schema extends z.ZodType> = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with its query, e.g. `/api/v1/me`. */
  path: string;
  /** What the answer must look like; the parsed value is returned. */
  answer: Schema;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
  owner: string | null;
  /** The answer is what an earlier request with this key was answered: nothing was done now. */
  onReplay?: () => void;
};

/** better-auth's own error shape; its routes are not ours to change. */
const AuthError = z.object({ code: z.string().optional(), message: z.string() });

/**
 * Sends one request to the broker and parses its answer. Throws ApiError and nothing else, except the AbortError of
 * `signal`. Cookies travel along (same origin), and with every change the member for whom the page was drawn when it began:
 * the broker refuses it when another tab has signed in as somebody else. When the broker first wants to know that it is
 * still the member who sits there, the member is asked and the request sent once more. An act whose end nobody learned
 * is the same act when it is sent again (undecided-acts.ts).
 */
export async function request<Schema extends z.ZodType>(
  options: Omit<Request<Schema>, 'owner' | 'onReplay'>,
): Promise<z.infer<Schema>> {
  const owner = pageOwner();
  const { method = 'GET', path, body, idempotencyKey } = options;
  if (idempotencyKey === undefined) return await confirmAndAsk({ ...options, owner });
  const key = beginAct({ method, path, body, key: idempotencyKey, owner });
  const onReplay = (): void => noteReplay(idempotencyKey);
  try {
    const answer = await confirmAndAsk({ ...options, owner, idempotencyKey: key, onReplay });
    endAct({ path, key, succeeded: true });
    return answer;
  } catch (error) {
    if (!decides(error)) throw sayUndecided(error);
    endAct({ path, key, succeeded: false });
    throw error;
  }
}

async function confirmAndAsk<Schema extends z.ZodType>(options: Request<Schema>): Promise<z.infer<Schema>> {
  try {
    return await ask(options);
  } catch (error) {
    if (!hasCode(error, 'reauthentication_required')) throw error;
    if (!(await askForConfirmation({ method: options.method ?? 'GET', path: options.path }))) throw error;
    return ask(options);
  }
}

async function ask<Schema extends z.ZodType>(options: Request<Schema>): Promise<z.infer<Schema>> {
  const response = await send(options);
  noteServerDate(response.headers.get('date'));
  const text = await response.text().catch(() => {
    throw networkError();
  });
  const isFile = response.ok && response.headers.get('content-type')?.startsWith('text/csv');
  const body = isFile ? text : parseJson(text);
  if (!response.ok) {
    noteServerAnswer(!isGatewayStatus(response.status));
    throw answerToError(response, body);
  }
  noteServerAnswer(true);
  if (isReplay(response)) options.onReplay?.();
  const parsed = options.answer.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError({
    kind: 'unreadable',
    status: response.status,
    message: t`The server sent an answer this page does not understand. Reload the page; if it stays, tell an admin.`,
  });
}

async function send(options: Request<z.ZodType>): Promise<Response> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.owner !== null && method !== 'GET') headers['coinslot-member'] = options.owner;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  try {
    return await fetch(options.path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    noteServerAnswer(!navigator.onLine);
    throw networkError();
  }
}

function networkError(): ApiError {
  return new ApiError({
    kind: 'network',
    status: 0,
    message: t`The server could not be reached. Check your connection and try again.`,
  });
}

/** Says of an act that brought no answer of the broker's what can be known; other errors say it themselves. */
function sayUndecided(error: unknown): unknown {
  if (!(error instanceof ApiError) || !isPassing(error) || error.problem) return error;
  const { kind, status, retryAfterMs } = error;
  return new ApiError({
    kind,
    status,
    message: t`The server could not be reached, so it is not known whether this happened. Check your connection and send the same again: it will not happen twice.`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function answerToError(response: Response, body: unknown): ApiError {
  const { status } = response;
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  const replayed = isReplay(response);
  const facts = { status, replayed, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const problem = ReceivedProblem.safeParse(body);
  if (problem.success) {
    const kind = isGatewayStatus(status) ? 'unavailable' : 'problem';
    return new ApiError({
      ...facts,
      kind,
      message: problemText(problem.data, retryAfterMs),
      problem: problem.data,
    });
  }
  if (isGatewayStatus(status)) {
    return new ApiError({
      ...facts,
      kind: 'unavailable',
      message: t`The server is restarting. This page tries again by itself.`,
    });
  }
  const refusal = AuthError.safeParse(body);
  if (refusal.success) return new ApiError({ ...facts, kind: 'refused', message: refusal.data.message });
  return new ApiError({
    ...facts,
    kind: 'refused',
    message: t`The server refused this request (${status}).`,
  });
}

function isReplay({ headers }: Response): boolean {
  return headers.get('idempotency-replayed') === 'true';
}

function isGatewayStatus(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

function readRetryAfter(header: string | null): number | undefined {
  if (!header || !/^\d{1,6}$/.test(header)) return undefined;
  return Number(header) * 1000;
}

function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
