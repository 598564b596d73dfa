import type { IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { useIncident } from '../../features/incidents/api/get-incident.ts';
import { IncidentActs } from '../../features/incidents/components/incident-acts.tsx';
import { IncidentLinks } from '../../features/incidents/components/incident-links.tsx';
import { IncidentTimeline } from '../../features/incidents/components/incident-timeline.tsx';
import { describeKind, describeParams, severityWords } from '../../features/incidents/describe-incident.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { formatCoins, formatDateTime } from '../../lib/format.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardTitle } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { say, sayContract } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One incident: why, since when, what is being done, what can be done, and what was. */
export function AdminIncidentPage() {
  const { id = '' } = useParams();
  const incident = useIncident(id);
  if (hasStatus(incident.error, 404) || hasStatus(incident.error, 400)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminIncidents}>
        <Trans>All incidents</Trans>
      </BackLink>
      <QueryView query={incident} loading={<SkeletonList rows={3} rowClassName="h-44" />}>
        {(detail) => <IncidentView key={detail.incident.id} detail={detail} />}
      </QueryView>
    </>
  );
}

function IncidentView({ detail }: { detail: IncidentDetail }) {
  const { incident, open } = detail;
  const { doing, advice } = incidentWords[incident.kind];
  const { label, tone } = severityWords[incident.severity];
  return (
    <>
      <PageHeader title={describeKind(incident.kind)} aside={<IncidentActs detail={detail} />}>
        {open ? <Badge tone={tone}>{say(label)}</Badge> : <Badge tone="ok">{t`Over`}</Badge>}
      </PageHeader>
      <div className="max-w-3xl space-y-4">
        {open ? null : (
          <Notice announced={false}>
            <Trans>It is over. What was done about it stands below.</Trans>
          </Notice>
        )}
        <Facts items={listFacts(detail)} />
        <IncidentLinks incident={incident} />
        {open ? (
          <Card>
            <CardTitle>
              <Trans>What the system does</Trans>
            </CardTitle>
            <p>{sayContract(doing)}</p>
            <h3 className="mt-4 mb-1 font-bold">
              <Trans>What you can do</Trans>
            </h3>
            <p>{sayContract(advice)}</p>
          </Card>
        ) : null}
        <Card>
          <CardTitle>
            <Trans>What happened</Trans>
          </CardTitle>
          <IncidentTimeline detail={detail} />
        </Card>
      </div>
    </>
  );
}

function listFacts({ incident, session, charge, open }: IncidentDetail) {
  const numbers = describeParams(incident);
  return [
    ...(incident.name ? [{ name: t`About`, value: incident.name }] : []),
    ...(numbers ? [{ name: t`How much`, value: numbers }] : []),
    ...(incident.reason ? [{ name: t`Why`, value: sayContract(incident.reason) }] : []),
    ...(incident.since ? [{ name: t`Since`, value: formatDateTime(incident.since) }] : []),
    ...(open && incident.nextAt ? [{ name: t`Next`, value: formatDateTime(incident.nextAt) }] : []),
    ...(session
      ? [
          { name: t`Lab session`, value: session.tag },
          { name: t`Surely over`, value: formatDateTime(session.surelyOverAt) },
        ]
      : []),
    ...(charge
      ? [
          {
            name: t`Paid, of it given back`,
            value: t`${formatCoins(charge.paid)}, ${formatCoins(charge.refunded)}`,
          },
        ]
      : []),
    ...(charge && charge.held > 0 ? [{ name: t`Held`, value: formatCoins(charge.held) }] : []),
  ];
}
