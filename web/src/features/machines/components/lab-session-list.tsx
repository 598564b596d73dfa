import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import type { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatDateTime } from '../../../lib/format.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';
import { say } from '../../../words/say.ts';

const looks = {
  intended: { label: msg`intended`, tone: 'busy' },
  starting: { label: msg`starting`, tone: 'busy' },
  live: { label: msg`live`, tone: 'ok' },
  ending: { label: msg`ending`, tone: 'busy' },
  ended: { label: msg`ended`, tone: 'neutral' },
  unknown: { label: msg`unknown`, tone: 'bad' },
} as const satisfies Record<LabSessionState, { label: MessageDescriptor; tone: BadgeTone }>;

/** What the lab ran, or still runs, for a machine. */
export function LabSessionList({ sessions }: { sessions: AdminMachine['labSessions'] }) {
  if (sessions.length === 0)
    return (
      <p className="text-soft">
        <Trans>The lab was not asked to start anything.</Trans>
      </p>
    );
  return (
    <ul className="divide-line divide-y">
      {sessions.map((session) => (
        <li key={session.id} className="space-y-0.5 py-2.5 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={looks[session.state].tone}>{say(looks[session.state].label)}</Badge>
            <code className="font-mono break-all">{session.tag}</code>
            <span className="text-soft">
              <Trans>epoch {session.epoch}</Trans>
            </span>
          </p>
          <p className="text-soft">
            {session.labRef ? t`The lab calls it ${session.labRef}.` : ''} {describeTimes(session)}
          </p>
        </li>
      ))}
    </ul>
  );
}

function describeTimes({ intendedAt, endedAt }: AdminMachine['labSessions'][number]): string {
  return endedAt
    ? t`Intended ${formatDateTime(intendedAt)}, ended ${formatDateTime(endedAt)}`
    : t`Intended ${formatDateTime(intendedAt)}`;
}
