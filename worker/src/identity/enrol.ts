import { setTimeout as sleep } from 'node:timers/promises';
import { EnrolWorkerResponse } from '@coinslot/shared/http/admin-workers.ts';
import type { EnrolWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import { Problem } from '@coinslot/shared/http/problem.ts';
import { reconnectDelayMs } from '../broker-client/reconnect-delay.ts';
import type { Logger } from '../logger.ts';
import { StopError } from '../stop-error.ts';
import { workerVersion } from '../version.ts';
import { readOrMakeKey, storeIdentity } from './worker-identity.ts';
import type { WorkerIdentity } from './worker-identity.ts';

const retryAfterMaxMs = 300_000;

/**
 * Registers the public half of this host's key with a single-use token. Waits while the broker cannot be reached.
 *
 * @throws StopError when the broker refuses the token
 */
export async function enrol(
  options: { dataDir: string; brokerOrigin: string; token: string; signal: AbortSignal },
  log: Logger,
): Promise<WorkerIdentity> {
  const { privateKey, publicKey } = await readOrMakeKey(options.dataDir);
  const request: EnrolWorkerRequest = { token: options.token, publicKey, version: workerVersion };
  for (let failures = 0; ; failures += 1) {
    const answer = await post(`${options.brokerOrigin}/api/v1/workers/enrol`, request, options.signal);
    if (answer.kind === 'enrolled') {
      const identity = await storeIdentity(options.dataDir, answer.record, privateKey);
      log.info({ workerId: identity.workerId, workerName: identity.name }, 'worker is enrolled');
      return identity;
    }
    if (answer.kind === 'refused') throw new StopError(`The broker refused the enrolment: ${answer.detail}`);
    const delayMs = Math.max(
      reconnectDelayMs({ failures, closeCode: null, random: Math.random() }),
      answer.retryAfterMs ?? 0,
    );
    log.warn({ reason: answer.detail, delayMs }, 'enrolment did not reach the broker; trying again');
    await sleep(delayMs, undefined, { signal: options.signal });
  }
}

type Answer =
  | { kind: 'enrolled'; record: EnrolWorkerResponse }
  | { kind: 'refused'; detail: string }
  | { kind: 'unreachable'; detail: string; retryAfterMs?: number };

async function post(url: string, request: EnrolWorkerRequest, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
      redirect: 'error',
    });
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return { kind: 'enrolled', record: EnrolWorkerResponse.parse(body) };
    const problem = Problem.safeParse(body);
    const detail = problem.success ? problem.data.detail : `HTTP status ${response.status}`;
    if (response.status < 500 && response.status !== 429) return { kind: 'refused', detail };
    return { kind: 'unreachable', detail, retryAfterMs: readRetryAfterMs(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.name === 'ZodError')
      return { kind: 'refused', detail: 'its answer was not understood. Is WORKER_BROKER_URL right?' };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    return { kind: 'unreachable', detail: `${error instanceof Error ? error.message : 'failed'} ${cause}` };
  }
}

/** The broker says it in seconds; whoever says it otherwise is not asked so soon, nor never again. */
function readRetryAfterMs({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds) * 1000, retryAfterMaxMs) : 0;
}
