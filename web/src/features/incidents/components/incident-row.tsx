import type { Incident } from '@coinslot/shared/http/admin-incidents.ts';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../app/paths.ts';
import { formatTimeOfDay } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { RowLink } from '../../../ui/row-link.tsx';
import { say, sayContract } from '../../../words/say.ts';
import { describeKind, describeParams, severityWords } from '../describe-incident.ts';

/** One that is open: what, why, since when, and when the system tries next. */
export function IncidentRow({ incident }: { incident: Incident }) {
  const { label, tone } = severityWords[incident.severity];
  const about = [incident.name, describeParams(incident)].filter(Boolean).join(' · ');
  return (
    <RowLink to={paths.adminIncident(incident.id)} columns="md:grid-cols-[1fr_11rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-bold">
          <span className="min-w-0 break-words">{describeKind(incident.kind)}</span>
          <Badge tone={tone}>{say(label)}</Badge>
        </p>
        {about ? <p className="text-sm font-semibold break-words">{about}</p> : null}
        {incident.reason ? (
          <p className="text-soft line-clamp-2 text-sm break-words">{sayContract(incident.reason)}</p>
        ) : null}
      </div>
      <p className="text-soft text-sm md:text-right">
        {incident.since ? <Moment at={incident.since} /> : null}
        {incident.nextAt ? (
          <span className="block">
            <Trans>next at {formatTimeOfDay(incident.nextAt)}</Trans>
          </span>
        ) : null}
      </p>
    </RowLink>
  );
}
