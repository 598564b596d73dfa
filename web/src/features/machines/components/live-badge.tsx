import type { LiveStatus } from '../../../lib/live/watch-live.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';

const looks = {
  connecting: { tone: 'neutral', text: 'Connecting' },
  live: { tone: 'ok', text: 'Live' },
  reconnecting: { tone: 'coin', text: 'Reconnecting' },
  polling: { tone: 'coin', text: 'Every 5 seconds' },
  paused: { tone: 'neutral', text: 'Paused' },
  ended: { tone: 'neutral', text: 'Complete' },
} as const satisfies Record<LiveStatus, { tone: BadgeTone; text: string }>;

/** How fresh the page is; changes are announced. */
export function LiveBadge({ status }: { status: LiveStatus }) {
  const { tone, text } = looks[status];
  return (
    <span role="status" aria-live="polite" data-live={status}>
      <Badge tone={tone}>
        <span aria-hidden className="size-2 rounded-full bg-current" />
        {text}
      </Badge>
    </span>
  );
}
