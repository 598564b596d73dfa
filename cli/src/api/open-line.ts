import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@coinslot/shared/http/problem.ts';
import { cliError, problemError } from '../cli-error.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface LineOptions {
  server: string;
  /** Null where nobody is signed in yet. */
  key: string | null;
  signal: AbortSignal;
  /** Milliseconds before each further try. */
  retryDelaysMs?: readonly number[];
  timeoutMs?: number;
}

const longestWaitMs = 15_000;

/** One request. `isRepeatable` = sent again it does nothing twice. */
export interface Call {
  method: string;
  path: string;
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  isRepeatable: boolean;
}

/** What goes over the wire to one server: requests with their tries, and answers that go on and on. */
export interface Line {
  /** The answer's JSON, null when it is empty. Refusals and silence are thrown as CliErrors. */
  ask(call: Call): Promise<unknown>;
  open(path: string, headers: Record<string, string>): Promise<Response>;
}

export function openLine(options: LineOptions): Line {
  const { server, signal } = options;
  return {
    ask: (call) => askWithTries(options, call),
    async open(path, headers) {
      const response = await send(
        options,
        { method: 'GET', path, headers, isRepeatable: false },
        signal,
      ).catch((error: unknown) => {
        throw silence(server, error);
      });
      if (!response.ok) throw refusal(server, response.status, await response.text());
      return response;
    },
  };
}

async function send({ server, key }: LineOptions, call: Call, within: AbortSignal): Promise<Response> {
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

async function askWithTries(options: LineOptions, call: Call): Promise<unknown> {
  const { signal, retryDelaysMs = [300, 1_000, 2_000] } = options;
  for (let tried = 0; ; tried += 1) {
    const delayMs = call.isRepeatable ? retryDelaysMs[tried] : undefined;
    const outcome = await tryOnce(options, call);
    if ('answer' in outcome) return outcome.answer;
    signal.throwIfAborted();
    const waitMs = Math.max(delayMs ?? 0, outcome.retryAfterMs ?? 0);
    if (delayMs === undefined || outcome.retryAfterMs === null || waitMs > longestWaitMs) throw outcome.error;
    await sleep(waitMs, undefined, { signal });
  }
}

/** `retryAfterMs` null = the same request will not fare better. */
async function tryOnce(
  options: LineOptions,
  call: Call,
): Promise<{ answer: unknown } | { error: Error; retryAfterMs: number | null }> {
  const { server, signal, timeoutMs = 30_000 } = options;
  let response: Response;
  let text: string;
  try {
    response = await send(options, call, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    text = await response.text();
  } catch (error) {
    return { error: silence(server, error), retryAfterMs: 0 };
  }
  if (response.ok) return { answer: text === '' ? null : readJson(server, text) };
  const isPassing = [429, 502, 503, 504].includes(response.status);
  const retryAfterMs = isPassing ? Number(response.headers.get('retry-after') ?? 0) * 1000 : null;
  return { error: refusal(server, response.status, text), retryAfterMs };
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
