import type { Machine } from '@coinslot/shared/http/machines.ts';
import { Trans } from '@lingui/react/macro';
import { Badge } from '../../../ui/badge.tsx';
import { say } from '../../../words/say.ts';
import { stateLabels, stateTones } from '../describe-machine.ts';

/** The state in a word; a ready machine that cannot be used just now says so. */
export function StateBadge({ machine: { state, health, restart } }: { machine: Machine }) {
  if (state === 'ready' && restart.pendingSince)
    return (
      <Badge tone="busy">
        <Trans>Restarting</Trans>
      </Badge>
    );
  if (state === 'ready' && health?.state === 'degraded')
    return (
      <Badge tone="bad">
        <Trans>No answer</Trans>
      </Badge>
    );
  return <Badge tone={stateTones[state]}>{say(stateLabels[state])}</Badge>;
}
