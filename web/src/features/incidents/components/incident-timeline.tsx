import type { IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import { t } from '@lingui/core/macro';
import { formatDateTime } from '../../../lib/format.ts';
import { sayContract } from '../../../words/say.ts';
import { describeAction } from '../../audit/describe-action.ts';

/** When it opened and closed, and what people and the system did about it, newest first. */
export function IncidentTimeline({ detail }: { detail: IncidentDetail }) {
  const moments = listMoments(detail);
  return (
    <ol className="divide-line divide-y">
      {moments.map(({ at, text, reason, key }) => (
        <li key={key} className="grid gap-x-4 py-2.5 sm:grid-cols-[11rem_1fr]">
          <time dateTime={at} className="text-soft text-sm">
            {formatDateTime(at)}
          </time>
          <div className="min-w-0">
            <p className="break-words">{text}</p>
            {reason ? <p className="text-soft text-sm break-words">{reason}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

type TimelineMoment = { key: string; at: string; text: string; reason: string | null };

function listMoments({ times, done }: IncidentDetail): TimelineMoment[] {
  const own = times.flatMap(({ openedAt, closedAt, closedBy }) => [
    { key: `open:${openedAt}`, at: openedAt, text: t`It was seen`, reason: null },
    ...(closedAt === null
      ? []
      : [
          {
            key: `close:${closedAt}`,
            at: closedAt,
            text: closedBy
              ? t`It was over, after an act of ${sayContract(closedBy)}`
              : t`It was over by itself`,
            reason: null,
          },
        ]),
  ]);
  const acts = done.map(({ at, actorName, action, reason }, place) => ({
    key: `act:${at}:${place}`,
    at,
    text: t`${sayContract(actorName)} ${describeAction(action)}`,
    reason,
  }));
  return [...own, ...acts].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
