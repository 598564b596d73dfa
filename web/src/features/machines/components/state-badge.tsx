import type { Machine } from '@coinslot/shared/http/machines.ts';
import { Badge } from '../../../ui/badge.tsx';
import { stateLabels, stateTones } from '../describe-machine.ts';

/** The state in a word; a ready machine that cannot be used just now says so. */
export function StateBadge({ machine: { state, health, restart } }: { machine: Machine }) {
  if (state === 'ready' && restart.pendingSince) return <Badge tone="busy">Restarting</Badge>;
  if (state === 'ready' && health?.state === 'degraded') return <Badge tone="bad">No answer</Badge>;
  return <Badge tone={stateTones[state]}>{stateLabels[state]}</Badge>;
}
