import type { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { t } from '@lingui/core/macro';
import type { BadgeTone } from '../../ui/badge.tsx';
import { sayContract } from '../../words/say.ts';

export function canaryLook({ outcome }: Canary): { label: string; tone: BadgeTone } {
  switch (outcome) {
    case null:
      return { label: t`Running`, tone: 'busy' };
    case 'ok':
      return { label: t`It works`, tone: 'ok' };
    case 'failed':
      return { label: t({ message: 'Failed', context: 'canary' }), tone: 'bad' };
    case 'not_placed':
      return { label: t`No place`, tone: 'coin' };
  }
}

/** Who or what asked for it. */
export function describeAsker(by: string): string {
  if (by === 'schedule') return t`by schedule`;
  if (by === 'breaker') return t`by the breaker`;
  return t`asked for by ${by}`;
}

/** Why it did not come to its end; null while nothing is wrong. */
export function describeCanaryFailure({ failure, detail, outcome }: Canary): string | null {
  if (outcome === 'not_placed') return detail ?? t`No worker or no seat was free for it.`;
  if (failure === null) return detail;
  const sentence = sayContract(provisionFailures[failure].text);
  // A recipe that knows no more says the sentence itself.
  return detail === null || sentence.startsWith(detail) || detail === provisionFailures[failure].text
    ? sentence
    : `${sentence} ${detail}`;
}
