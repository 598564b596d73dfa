import type { LiveStatus } from '../../../lib/live/watch-live.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';

const looks = {
  connecting: { label: 'Connecting', tone: 'neutral' },
  live: { label: 'Live', tone: 'ok' },
  reconnecting: { label: 'Reconnecting', tone: 'coin' },
  polling: { label: 'Every 5 s', tone: 'coin' },
  paused: { label: 'Paused', tone: 'neutral' },
  ended: { label: 'Not live', tone: 'neutral' },
} as const satisfies Record<LiveStatus, { label: string; tone: BadgeTone }>;

/** Whether what is shown is of this moment. */
export function FleetLiveBadge({ status }: { status: LiveStatus }) {
  const { label, tone } = looks[status];
  return (
    <span role="status">
      <Badge tone={tone}>
        <span aria-hidden className="size-2 rounded-full bg-current" /> {label}
      </Badge>
    </span>
  );
}
