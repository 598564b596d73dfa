import type { ReceivedProblem } from '@coinslot/shared/http/received-problem.ts';
import { t } from '@lingui/core/macro';

/**
 * Why a request brought no usable answer.
 * `problem`: the server said so, in problem details. `refused`: it said so in another shape. `network`: no answer came.
 * `unavailable`: 502-504, or a page instead of JSON while the server restarts. `unreadable`: the answer broke its contract.
 */
export type ApiErrorKind = 'problem' | 'refused' | 'network' | 'unavailable' | 'unreadable';

type ApiErrorFacts = {
  kind: ApiErrorKind;
  /** HTTP status; 0 when no answer came. */
  status: number;
  message: string;
  problem?: ReceivedProblem;
  retryAfterMs?: number;
  /** It is what an earlier request with this Idempotency-Key was answered. */
  replayed?: boolean;
};

/** The only error a request throws. `message` may be shown to the member as it is. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number;
  readonly problem: ReceivedProblem | undefined;
  readonly retryAfterMs: number | undefined;
  readonly replayed: boolean;

  constructor(facts: ApiErrorFacts) {
    super(facts.message);
    this.name = 'ApiError';
    this.kind = facts.kind;
    this.status = facts.status;
    this.problem = facts.problem;
    this.retryAfterMs = facts.retryAfterMs;
    this.replayed = facts.replayed ?? false;
  }
}

/** The sentence to show for anything that was thrown. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return t`Something went wrong in this page. Reload it and try again.`;
}

/** What the broker's guard refuses with before it looks at the Idempotency-Key. */
const beforeTheKey: ReadonlySet<string> = new Set<ReceivedProblem['code']>([
  'unauthenticated',
  'signed_in_as_another',
  'reauthentication_required',
  'second_factor_needed',
  'viewing_as',
  'forbidden',
  'origin_refused',
]);

/**
 * True when the error says what became of the act. Else it may or may not have happened, now or at an earlier try, and must be
 * repeated with the same Idempotency-Key.
 */
export function decides(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.replayed) return true;
  if (error.kind !== 'problem' && error.kind !== 'refused') return false;
  if (error.status >= 500 || error.status === 429) return false;
  // Without a problem a 401 is a proxy's, which let nothing through.
  return error.problem ? !beforeTheKey.has(error.problem.code) : error.status !== 401;
}

/** True when asking again at once may help: no answer, or a server that is starting or stopping. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.kind === 'network' || error.kind === 'unavailable');
}

export function hasCode(error: unknown, code: ReceivedProblem['code']): boolean {
  return error instanceof ApiError && error.problem?.code === code;
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
