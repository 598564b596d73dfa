import type { ReceivedProblem } from '@coinslot/shared/http/received-problem.ts';
import { plural, t } from '@lingui/core/macro';
import { sayContract } from '../words/say.ts';
import { formatMinutes } from './format.ts';

/** Why the broker refused, for a reader who sees no header: its own sentence, in the language of now. */
export function problemText({ code, detail }: ReceivedProblem, retryAfterMs: number | undefined): string {
  // Some acts have a sentence of their own for this code; the general one speaks to programs.
  if (code !== 'rate_limited' || !detail.includes('Retry-After')) return sayContract(detail);
  return t`Too many requests in a short time. Try again in ${formatWait(retryAfterMs ?? 60_000)}.`;
}

function formatWait(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  if (seconds >= 60) return formatMinutes(Math.ceil(seconds / 60));
  return t`${plural(seconds, { one: '# second', other: '# seconds' })}`;
}
