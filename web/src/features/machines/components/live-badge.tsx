import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { LiveStatus } from '../../../lib/live/watch-live.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';
import { say } from '../../../words/say.ts';

const looks = {
  connecting: { tone: 'neutral', text: msg`Connecting` },
  live: { tone: 'ok', text: msg`Live` },
  reconnecting: { tone: 'coin', text: msg`Reconnecting` },
  polling: { tone: 'coin', text: msg`Every 5 seconds` },
  paused: { tone: 'neutral', text: msg`Paused` },
  ended: { tone: 'neutral', text: msg`Complete` },
} as const satisfies Record<LiveStatus, { tone: BadgeTone; text: MessageDescriptor }>;

/** How fresh the page is; changes are announced. */
export function LiveBadge({ status }: { status: LiveStatus }) {
  const { tone, text } = looks[status];
  return (
    <span role="status" aria-live="polite" data-live={status}>
      <Badge tone={tone}>
        <span aria-hidden className="size-2 rounded-full bg-current" />
        {say(text)}
      </Badge>
    </span>
  );
}
