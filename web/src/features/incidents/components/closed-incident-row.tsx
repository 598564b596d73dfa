import type { ClosedIncident } from '@coinslot/shared/http/admin-incidents.ts';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../app/paths.ts';
import { formatAge } from '../../../lib/format.ts';
import { Moment } from '../../../ui/moment.tsx';
import { RowLink } from '../../../ui/row-link.tsx';
import { sayContract } from '../../../words/say.ts';
import { describeKind } from '../describe-incident.ts';

/** One that is over: how long it lasted, and who had acted on it. */
export function ClosedIncidentRow({ incident }: { incident: ClosedIncident }) {
  const lasted = formatAge(incident.openedAt, Date.parse(incident.closedAt));
  return (
    <RowLink to={paths.adminIncident(incident.incidentId)} columns="md:grid-cols-[1fr_14rem]">
      <div className="min-w-0">
        <p className="font-bold break-words">{describeKind(incident.kind)}</p>
        {incident.name ? <p className="text-sm font-semibold break-words">{incident.name}</p> : null}
        {incident.reason ? (
          <p className="text-soft line-clamp-2 text-sm break-words">{sayContract(incident.reason)}</p>
        ) : null}
      </div>
      <p className="text-soft text-sm md:text-right">
        <Moment at={incident.closedAt} />
        <span className="block">
          <Trans>lasted {lasted}</Trans>
        </span>
        <span className="block">
          {incident.closedBy ? (
            <Trans>after an act of {sayContract(incident.closedBy)}</Trans>
          ) : (
            <Trans>by itself</Trans>
          )}
        </span>
      </p>
    </RowLink>
  );
}
