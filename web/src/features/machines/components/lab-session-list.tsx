import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import type { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';

const tones = {
  intended: 'busy',
  starting: 'busy',
  live: 'ok',
  ending: 'busy',
  ended: 'neutral',
  unknown: 'bad',
} as const satisfies Record<LabSessionState, BadgeTone>;

/** What the lab ran, or still runs, for a machine. */
export function LabSessionList({ sessions }: { sessions: AdminMachine['labSessions'] }) {
  if (sessions.length === 0) return <p className="text-soft">The lab was not asked to start anything.</p>;
  return (
    <ul className="divide-line divide-y">
      {sessions.map((session) => (
        <li key={session.id} className="space-y-0.5 py-2.5 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={tones[session.state]}>{session.state}</Badge>
            <code className="font-mono break-all">{session.tag}</code>
            <span className="text-soft">epoch {session.epoch}</span>
          </p>
          <p className="text-soft">
            {session.labRef ? `The lab calls it ${session.labRef}. ` : ''}
            Intended {formatDateTime(session.intendedAt)}
            {session.endedAt ? `, ended ${formatDateTime(session.endedAt)}` : ''}
          </p>
        </li>
      ))}
    </ul>
  );
}
