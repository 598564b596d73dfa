import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { LiveStatus } from '../../../lib/live/watch-live.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';
import { say } from '../../../words/say.ts';

const looks = {
  connecting: { label: msg`Connecting`, tone: 'neutral' },
  live: { label: msg`Live`, tone: 'ok' },
  reconnecting: { label: msg`Reconnecting`, tone: 'coin' },
  polling: { label: msg`Every 5 s`, tone: 'coin' },
  paused: { label: msg`Paused`, tone: 'neutral' },
  ended: { label: msg`Not live`, tone: 'neutral' },
} as const satisfies Record<LiveStatus, { label: MessageDescriptor; tone: BadgeTone }>;

/** Whether what is shown is of this moment. */
export function FleetLiveBadge({ status }: { status: LiveStatus }) {
  const { label, tone } = looks[status];
  return (
    <span role="status">
      <Badge tone={tone}>
        <span aria-hidden className="size-2 rounded-full bg-current" /> {say(label)}
      </Badge>
    </span>
  );
}
